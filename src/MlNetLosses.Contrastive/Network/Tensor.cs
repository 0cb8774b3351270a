namespace MlNetLosses.Contrastive.Network;

/// <summary>A flat block of numbers whose first is aligned to a cache line and never moves; zero at first.</summary>
/// <remarks>It lives in a pinned managed array: nothing to free, and nothing to use after it was freed while the tensor is reachable.</remarks>
internal sealed unsafe class Tensor
{
    private const int Alignment = 64;

    private readonly float[] values;
    private readonly int offset;

    public Tensor(int length)
    {
        Length = length;
        values = GC.AllocateArray<float>(length + 2 * Alignment / sizeof(float), pinned: true);
        fixed (float* start = values)
            offset = (int)((Alignment - (nuint)start % Alignment) % Alignment / sizeof(float));
    }

    public int Length { get; }

    /// <summary>The numbers.</summary>
    public Span<float> Span => values.AsSpan(offset, Length);

    /// <summary>The first number. Vector kernels may read, but not write, up to one cache line beyond the last.</summary>
    public float* Pointer
    {
        get
        {
            fixed (float* start = values) return start + offset;
        }
    }
}
