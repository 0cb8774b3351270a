namespace MlNetLosses.Contrastive.Network;

/// <summary>Where the rows or columns of a <see cref="Simd.GatheredProduct"/> lie; its memory never moves.</summary>
internal sealed unsafe class OffsetTable
{
    private readonly int[] _offsets;

    private OffsetTable(int length)
    {
        _offsets = GC.AllocateArray<int>(length, pinned: true);
    }

    public int* Pointer
    {
        get
        {
            fixed (int* start = _offsets) return start;
        }
    }

    /// <summary>0, step, 2 step, …</summary>
    public static OffsetTable Steps(int count, int step)
    {
        OffsetTable table = new(count);
        for (int i = 0; i < count; i++) table._offsets[i] = i * step;
        return table;
    }

    /// <summary>The pixels of some images, row by row.</summary>
    public static OffsetTable Pixels(Images images, int count)
    {
        OffsetTable table = new(count);
        for (int i = 0; i < count; i++)
        {
            (int row, int x) = Math.DivRem(i, images.Width);
            (int image, int y) = Math.DivRem(row, images.Height);
            table._offsets[i] = image * images.ImageLength + y * images.RowLength + x * images.Channels;
        }

        return table;
    }

    /// <summary>The 3 × 3 neighbourhood of a pixel, seen from the one above and left of it: tap by tap, a tap's channels side by side.</summary>
    public static OffsetTable Neighbourhood(Images images)
    {
        OffsetTable table = new(9 * images.Channels);
        for (int i = 0; i < table._offsets.Length; i++)
        {
            (int tap, int channel) = Math.DivRem(i, images.Channels);
            table._offsets[i] = tap / 3 * images.RowLength + tap % 3 * images.Channels + channel;
        }

        return table;
    }
}
