using System.IO.MemoryMappedFiles;

namespace MlNetLosses.Data;

/// <summary>The rows of a feature file that is mapped into memory.</summary>
internal sealed unsafe class MappedRows : IDisposable
{
    private readonly FileStream stream;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly FeatureFileHeader header;
    private byte* body;             // null: disposed
    private long* rowStarts;        // null: dense

    /// <param name="path">The file.</param>
    /// <param name="deleteOnDispose">Whether the file is deleted in the end.</param>
    /// <exception cref="InvalidDataException">The file is none of ours, of another version, damaged or cut off.</exception>
    public MappedRows(string path, bool deleteOnDispose)
    {
        stream = new(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1,
            deleteOnDispose ? FileOptions.DeleteOnClose : FileOptions.None);
        try
        {
            header = FeatureFileHeader.Read(stream);
            file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
        catch
        {
            file?.Dispose();
            stream.Dispose();
            throw;
        }

        // An acquired pointer is never released by a finaliser: who forgets to dispose keeps the mapping, and no row can dangle.
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
        body = start + FeatureFileHeader.Bytes;
        if (header.IsSparse) rowStarts = (long*)(start + header.RowStartsOffset);
    }

    /// <summary>Shape and storage.</summary>
    public ref readonly FeatureFileHeader Header => ref header;

    /// <summary>Row i, as a view.</summary>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public Row this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)header.RowCount, nameof(row));
            if (body is null) throw new ObjectDisposedException(nameof(FeatureFile), "The feature file must stay open while its features are in use. Dispose it afterwards.");
            if (!header.IsSparse) return new(new((float*)body + (long)row * header.ColumnCount, header.ColumnCount), default, isSparse: false);
            int length = (int)(rowStarts[row + 1] - rowStarts[row]);
            int* columns = (int*)body + 2 * rowStarts[row];
            return new(new(columns + length, length), new(columns, length), isSparse: true);
        }
    }

    /// <summary>The values of some dense rows, one after the other.</summary>
    /// <param name="row">The first.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<float> Neighbours(int row, int count)
    {
        _ = this[row + count - 1];      // which checks that there is such a row
        return new((float*)body + (long)row * header.ColumnCount, count * header.ColumnCount);
    }

    /// <summary>The first row that is not as a sparse row must be, or −1.</summary>
    public int FindDamagedRow()
    {
        if (rowStarts is null) return -1;
        if (rowStarts[0] != 0) return 0;
        for (int i = 0; i < header.RowCount; i++)
        {
            if (rowStarts[i + 1] < rowStarts[i] || rowStarts[i + 1] > header.EntryCount || rowStarts[i + 1] - rowStarts[i] > header.ColumnCount) return i;
            int previous = -1;
            foreach (int column in this[i].Columns)
            {
                if (column <= previous || column >= header.ColumnCount) return i;
                previous = column;
            }
        }

        return rowStarts[header.RowCount] == header.EntryCount ? -1 : header.RowCount;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (body is null) return;
        body = null;
        rowStarts = null;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
        stream.Dispose();
    }
}
