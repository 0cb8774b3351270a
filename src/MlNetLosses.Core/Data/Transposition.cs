using System.Runtime.CompilerServices;

namespace MlNetLosses.Data;

/// <summary>Writes a matrix by column.</summary>
/// <param name="matrix">X, <c>n × p</c>.</param>
internal sealed class Transposition(FeatureMatrix matrix)
{
    /// <summary>A pass over a file may gather columns in this share of the memory there is.</summary>
    private const int MemoryShare = 8;

    /// <summary>A tile of so many rows and columns, and its transpose, fit the caches.</summary>
    private const int TileSize = 64;


    private const long FewestEntries = 1 << 20;
    private const long MostEntries = 1 << 28;

    /// <summary>Xᵀ in memory, on all cores.</summary>
    public FeatureMatrix InMemory() => matrix.IsSparse ? SparseInMemory() : DenseInMemory();

    /// <summary>Xᵀ in a file beside that of the matrix: a pass over the rows for each share of the columns that memory holds.</summary>
    /// <param name="file">The file of the matrix.</param>
    public FeatureMatrix InFile(FeatureFile file) =>
        InFile(file, Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryShare / (2 * sizeof(float)), FewestEntries, MostEntries));

    /// <inheritdoc cref="InFile(FeatureFile)"/>
    /// <param name="file">The file of the matrix.</param>
    /// <param name="entriesPerPass">How many entries memory holds; a column is taken even where it has more.</param>
    public FeatureMatrix InFile(FeatureFile file, long entriesPerPass)
    {
        long[] starts = ColumnStarts();
        return file.Derive(matrix.RowCount, matrix.IsSparse, writer =>
        {
            for (int first = 0, end; first < matrix.ColumnCount; first = end)
            {
                end = first + 1;
                while (end < matrix.ColumnCount && starts[end + 1] - starts[first] <= entriesPerPass) end++;
                float[] values = new float[starts[end] - starts[first]];
                int[]? rows = matrix.IsSparse ? new int[values.Length] : null;
                Gather(first, end, starts, values, rows);
                for (int j = first; j < end; j++)
                {
                    int start = (int)(starts[j] - starts[first]), length = (int)(starts[j + 1] - starts[j]);
                    if (rows is null) writer.Add(values.AsSpan(start, length));
                    else writer.Add(values.AsSpan(start, length), rows.AsSpan(start, length));
                }
            }
        });
    }

    private FeatureMatrix DenseInMemory()
    {
        int n = matrix.RowCount, p = matrix.ColumnCount;
        float[] values = new float[(long)n * p];
        Parallel.For(0, (p + TileSize - 1) / TileSize, tile =>
        {
            int first = tile * TileSize, end = Math.Min(p, first + TileSize);
            for (int start = 0; start < n; start += TileSize)
            {
                for (int i = start; i < Math.Min(n, start + TileSize); i++)
                {
                    ReadOnlySpan<float> row = matrix[i].Values;
                    for (int j = first; j < end; j++) values[(long)j * n + i] = row[j];
                }
            }
        });
        return new(p, n, values, null, null);
    }

    /// <summary>Each processor gathers a range of the columns: of fewer columns, more of the ends to which it writes stay in its caches.</summary>
    private FeatureMatrix SparseInMemory()
    {
        long[] starts = ColumnStarts();
        int entries = (int)starts[^1], ranges = Environment.ProcessorCount;
        float[] values = GC.AllocateUninitializedArray<float>(entries);
        int[] rows = GC.AllocateUninitializedArray<int>(entries);
        Parallel.For(0, ranges, range => GatherSparse(FirstColumn(range), FirstColumn(range + 1), starts, origin: 0, values, rows));
        return new(matrix.ColumnCount, matrix.RowCount, values, rows, Array.ConvertAll(starts, start => (int)start));

        int FirstColumn(int range)
        {
            int column = Array.BinarySearch(starts, (long)entries * range / ranges);
            return column < 0 ? Math.Min(~column, matrix.ColumnCount) : column;
        }
    }

    /// <summary>p + 1 values: how many entries there are before each column, and in all.</summary>
    private long[] ColumnStarts()
    {
        long[] starts = new long[matrix.ColumnCount + 1];
        if (matrix.IsSparse)
            Count(starts);
        else
            Array.Fill(starts, matrix.RowCount, 1, matrix.ColumnCount);
        for (int j = 0; j < matrix.ColumnCount; j++) starts[j + 1] += starts[j];
        return starts;
    }

    /// <summary>Adds to each place but the first the number of entries of the column before it.</summary>
    private void Count(long[] starts)
    {
        Lock adding = new();
        RowBlocks blocks = new(matrix.RowCount, Environment.ProcessorCount, Math.Min(Environment.ProcessorCount, RowBlocks.MostBlocks));
        blocks.Run((_, start, end) =>
        {
            int[] counts = new int[matrix.ColumnCount];
            for (int i = start; i < end; i++)
                foreach (int j in matrix[i].Columns) counts[j]++;
            lock (adding)
                for (int j = 0; j < counts.Length; j++) starts[j + 1] += counts[j];
        });
    }

    /// <summary>Columns <paramref name="first"/> … <paramref name="end"/> − 1, one after the other.</summary>
    private void Gather(int first, int end, long[] starts, float[] values, int[]? rows)
    {
        if (rows is null) GatherDense(first, end, values);
        else GatherSparse(first, end, starts, starts[first], values, rows);
    }

    private void GatherDense(int first, int end, float[] values)
    {
        int n = matrix.RowCount;
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<float> row = matrix[i].Values[first..end];
            for (int j = 0; j < row.Length; j++) values[j * n + i] = row[j];
        }
    }

    /// <param name="first">The first column.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="starts">Where columns start in the whole.</param>
    /// <param name="origin">Where <paramref name="values"/> and <paramref name="rows"/> start in the whole.</param>
    /// <param name="values">Receives the entries.</param>
    /// <param name="rows">Receives their rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherSparse(int first, int end, long[] starts, long origin, float[] values, int[] rows)
    {
        int[] next = new int[end - first];
        for (int j = first; j < end; j++) next[j - first] = (int)(starts[j] - origin);
        for (int i = 0; i < matrix.RowCount; i++)
        {
            Row row = matrix[i];
            int k = row.Columns.BinarySearch(first);
            for (k = k < 0 ? ~k : k; k < row.Columns.Length && row.Columns[k] < end; k++)
            {
                int slot = next[row.Columns[k] - first]++;
                (rows[slot], values[slot]) = (i, row.Values[k]);
            }
        }
    }
}
