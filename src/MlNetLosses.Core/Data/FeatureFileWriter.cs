using System.Runtime.InteropServices;

namespace MlNetLosses.Data;

/// <summary>Writes a matrix of features to a file, row by row, for <see cref="FeatureFile"/> to open: it may be larger than memory.</summary>
/// <remarks>
/// Rows go to a file of another name beside it, which takes the name, replacing what has it, by <see cref="Complete"/>. Without
/// that, or when the disk is full, <see cref="Dispose"/> deletes what was written.
/// </remarks>
public sealed class FeatureFileWriter : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly string path;
    private readonly FileStream stream;
    private readonly int columnCount;
    private readonly List<long>? rowStarts;     // null: dense
    private int rowCount;
    private bool isComplete;

    /// <summary>A writer of a file without rows.</summary>
    /// <param name="path">The file. Its directory must be there.</param>
    /// <param name="columnCount">p ≥ 0.</param>
    /// <param name="isSparse">Whether only some entries are stored; the others are zero.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public FeatureFileWriter(string path, int columnCount, bool isSparse)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(columnCount);
        this.path = Path.GetFullPath(path);
        this.columnCount = columnCount;
        rowStarts = isSparse ? [0] : null;
        stream = new($"{this.path}.{Guid.NewGuid():N}.part", FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
        stream.Write(new byte[FeatureFileHeader.Bytes]);
    }

    /// <summary>Whether only some entries are stored.</summary>
    public bool IsSparse => rowStarts is not null;

    /// <summary>Appends a row of a dense matrix.</summary>
    /// <param name="values">p values.</param>
    /// <exception cref="ArgumentException">There are not p values, or the matrix is sparse.</exception>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Add(ReadOnlySpan<float> values)
    {
        if (rowStarts is not null) throw new ArgumentException("A row of a sparse matrix must come with its columns. Give them too, or write a dense matrix.", nameof(values));
        if (values.Length != columnCount) throw new ArgumentException($"A row must have {columnCount} values, got {values.Length} in row {rowCount}.", nameof(values));
        CountRow();
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Appends a row of a sparse matrix.</summary>
    /// <param name="values">The stored entries.</param>
    /// <param name="columns">Their columns, strictly increasing, below p.</param>
    /// <exception cref="ArgumentException">The two do not describe a row, or the matrix is dense.</exception>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<int> columns)
    {
        if (rowStarts is null) throw new ArgumentException("A row of a dense matrix has no columns of its own. Leave them out, or write a sparse matrix.", nameof(columns));
        if (values.Length != columns.Length) throw new ArgumentException($"There must be one column per value, got {columns.Length} for {values.Length} in row {rowCount}.", nameof(columns));
        SparseKernels.CheckColumns(columns, columnCount, rowCount);
        CountRow();
        rowStarts.Add(rowStarts[^1] + values.Length);
        stream.Write(MemoryMarshal.AsBytes(columns));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Ends the file, and gives it its name.</summary>
    /// <exception cref="IOException">The disk is full, or fails, or the file that has the name is in use.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(!stream.CanWrite, this);
        FeatureFileHeader header = new(rowStarts is not null, rowCount, columnCount, rowStarts?[^1] ?? (long)rowCount * columnCount);
        if (rowStarts is not null)
        {
            stream.Write(new byte[header.RowStartsOffset - stream.Position]);
            stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(rowStarts)));
        }

        stream.Position = 0;
        stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<FeatureFileHeader>(in header)));
        stream.Dispose();
        File.Move(stream.Name, path, overwrite: true);
        isComplete = true;
    }

    /// <summary>Deletes what was written, if it is not complete.</summary>
    public void Dispose()
    {
        if (isComplete) return;
        isComplete = true;
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // What could not be written to a full disk is not wanted any more.
        }

        File.Delete(stream.Name);
    }

    private void CountRow()
    {
        ObjectDisposedException.ThrowIf(!stream.CanWrite, this);
        if (rowCount == int.MaxValue) throw new ArgumentException($"There must be at most {int.MaxValue} rows. Train on fewer.");
        rowCount++;
    }
}
