namespace MlNetLosses.Data;

/// <summary>Writes a matrix by column.</summary>
/// <param name="matrix">X, <c>n × p</c>.</param>
internal sealed class Transposition(FeatureMatrix matrix)
{
    /// <summary>A pass over a file may gather columns in this share of the memory there is.</summary>
    private const int MemoryShare = 8;

    /// <summary>A tile of so many rows and columns, and its transpose, fit the caches.</summary>
    private const int TileSize = 64;

    /// <summary>Each thread of a transposition in memory counts the entries of all columns, which should be few beside the entries.</summary>
    private const int EntriesPerCount = 4;

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

    /// <summary>Counts the entries of each column in a few blocks of rows; then every block knows where its entries go.</summary>
    private FeatureMatrix SparseInMemory()
    {
        int p = matrix.ColumnCount, blocks = (int)Math.Clamp(matrix.EntryCount / (1L + EntriesPerCount * p), 1, Environment.ProcessorCount);
        int[][] next = new int[blocks][];
        Parallel.For(0, blocks, block =>
        {
            int[] counts = next[block] = new int[p];
            for (int i = FirstRow(block); i < FirstRow(block + 1); i++)
                foreach (int j in matrix[i].Columns) counts[j]++;
        });

        int[] starts = new int[p + 1];
        for (int j = 0, used = 0; j < p; j++)
        {
            for (int block = 0; block < blocks; block++) (next[block][j], used) = (used, used + next[block][j]);
            starts[j + 1] = used;
        }

        int[] rows = new int[matrix.EntryCount];
        float[] values = new float[matrix.EntryCount];
        Parallel.For(0, blocks, block =>
        {
            int[] slots = next[block];
            for (int i = FirstRow(block); i < FirstRow(block + 1); i++)
            {
                Row row = matrix[i];
                for (int k = 0; k < row.Columns.Length; k++)
                {
                    int slot = slots[row.Columns[k]]++;
                    (rows[slot], values[slot]) = (i, row.Values[k]);
                }
            }
        });
        return new(p, matrix.RowCount, values, rows, starts);

        int FirstRow(int block) => (int)((long)matrix.RowCount * block / blocks);
    }

    /// <summary>p + 1 values: how many entries there are before each column, and in all.</summary>
    private long[] ColumnStarts()
    {
        long[] starts = new long[matrix.ColumnCount + 1];
        if (matrix.IsSparse)
            for (int i = 0; i < matrix.RowCount; i++)
                foreach (int j in matrix[i].Columns) starts[j + 1]++;
        else
            Array.Fill(starts, matrix.RowCount, 1, matrix.ColumnCount);
        for (int j = 0; j < matrix.ColumnCount; j++) starts[j + 1] += starts[j];
        return starts;
    }

    /// <summary>Columns <paramref name="first"/> … <paramref name="end"/> − 1, one after the other.</summary>
    private void Gather(int first, int end, long[] starts, float[] values, int[]? rows)
    {
        if (rows is null) GatherDense(first, end, values);
        else GatherSparse(first, end, starts, values, rows);
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

    private void GatherSparse(int first, int end, long[] starts, float[] values, int[] rows)
    {
        int[] next = new int[end - first];
        for (int j = first; j < end; j++) next[j - first] = (int)(starts[j] - starts[first]);
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
