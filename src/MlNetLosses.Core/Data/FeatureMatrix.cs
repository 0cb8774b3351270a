using System.Runtime.CompilerServices;

namespace MlNetLosses.Data;

/// <summary>The examples, one per row (<c>n × p</c>), in single precision, stored as compressed sparse rows or as dense rows.</summary>
/// <remarks>
/// Immutable and not copied: the arrays given to <see cref="Dense"/> and <see cref="Sparse"/> must not change while the matrix is in use.
/// A matrix larger than memory, or than the largest array, is kept in a <see cref="FeatureFile"/>.
/// </remarks>
public sealed class FeatureMatrix
{
    /// <summary>A matrix of more bytes is visited in runs: it may be on a disk, or at least is far larger than what the processor remembers of addresses.</summary>
    private const long ManyBytes = 1L << 30;

    private const long BytesPerRun = 8 << 20;

    /// <summary>What caches hold, roughly: rows in random order are dear beyond.</summary>
    private const long CacheBytes = 16 << 20;

    private const long BytesAtOnce = 2048;
    private const long EntriesPerNeighbour = 25;

    /// <summary>Rows are fetched about so many bytes ahead: enough to hide the memory's delay, and a small part of the first cache.</summary>
    private const long BytesAhead = 6400;

    private readonly float[]? values;     // null: in a file
    private readonly int[]? columns;      // null: dense
    private readonly int[]? rowStarts;    // null: dense

    private readonly MappedRows? mapped;  // null: in memory
    private readonly FeatureFile? file;

    private readonly FeatureMatrix? whole;  // null: this is all of it
    private readonly int[] taken = [];      // rows of the whole

    internal FeatureMatrix(MappedRows mapped, FeatureFile file)
    {
        (RowCount, ColumnCount) = (mapped.Header.RowCount, mapped.Header.ColumnCount);
        (this.mapped, this.file) = (mapped, file);
        FetchedAhead = RowsAhead();
    }

    private FeatureMatrix(FeatureMatrix whole, int[] taken)
    {
        (RowCount, ColumnCount, this.whole, this.taken) = (taken.Length, whole.ColumnCount, whole, taken);
        FetchedAhead = whole.FetchedAhead;
    }

    internal FeatureMatrix(int rowCount, int columnCount, float[] values, int[]? columns, int[]? rowStarts)
    {
        (RowCount, ColumnCount, this.values, this.columns, this.rowStarts) = (rowCount, columnCount, values, columns, rowStarts);
        FetchedAhead = RowsAhead();
    }

    /// <summary>n, the number of examples.</summary>
    public int RowCount { get; }

    /// <summary>p, the number of features.</summary>
    public int ColumnCount { get; }

    /// <summary>Whether only some entries are stored; the others are zero.</summary>
    public bool IsSparse => columns is not null || mapped is { Header.IsSparse: true };

    /// <summary>Number of stored entries.</summary>
    public long EntryCount => rowStarts is not null ? rowStarts[^1] : mapped?.Header.EntryCount ?? (long)RowCount * ColumnCount;

    /// <summary>Neighbours that are best read in one go, wherever the matrix is kept, so that the model does not depend on that.</summary>
    internal int RowsPerRun
    {
        get
        {
            long bytes = Bytes;
            return bytes <= ManyBytes ? Math.Max(RowCount, 1) : (int)Math.Max(BytesPerRun * RowCount / bytes, 1);
        }
    }

    /// <summary>
    /// Neighbours that are best visited one after the other, in random order: one, but for a matrix larger than the caches with short rows, of which the
    /// memory then delivers a few for the price of one. They are few beside the entries of a row: neighbours that always meet settle among themselves.
    /// </summary>
    internal int NeighboursAtOnce =>
        Bytes <= CacheBytes ? 1 : (int)Math.Max(1, Math.Min(EntryCount / (EntriesPerNeighbour * (long)RowCount), BytesAtOnce * RowCount / Bytes));

    private long Bytes => EntryCount * (IsSparse ? sizeof(float) + sizeof(int) : sizeof(float));

    /// <summary>Row i, as a view.</summary>
    public Row this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (values is null) return Elsewhere(row);
            if (rowStarts is null) return new Row(values.AsSpan(row * ColumnCount, ColumnCount), default, isSparse: false);
            int start = rowStarts[row], length = rowStarts[row + 1] - start;
            return new Row(values.AsSpan(start, length), columns.AsSpan(start, length), isSparse: true);
        }
    }

    private Row Elsewhere(int row) => whole is null ? mapped![row] : whole[taken[row]];

    /// <summary>Rows that are visited in random order are fetched when they are so many visits ahead.</summary>
    internal int FetchedAhead { get; }

    /// <summary>The values of some dense rows, one after the other; empty where they are not neighbours in memory.</summary>
    /// <param name="row">The first.</param>
    /// <param name="count">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<float> Neighbours(int row, int count) =>
        values is not null ? values.AsSpan(row * ColumnCount, count * ColumnCount) : NeighboursElsewhere(row, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<float> NeighboursElsewhere(int row, int count) =>
        whole is null ? mapped!.Neighbours(row, count)
        : taken[row + count - 1] == taken[row] + count - 1 ? whole.Neighbours(taken[row], count)
        : default;

    /// <summary>Asks the processor to fetch the dense rows that a pass over all of them wants soon.</summary>
    /// <param name="row">The row that is wanted now.</param>
    /// <param name="count">How many are wanted at a time.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void FetchAfter(int row, int count)
    {
        if (row + FetchedAhead + count <= RowCount) Prefetching.Fetch(Neighbours(row + FetchedAhead, count));
    }

    /// <summary>Fetches where a sparse row begins, for whom will fetch the row later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void FetchStart(int row)
    {
        if (rowStarts is not null) Prefetching.Fetch(ref rowStarts[row]);
    }

    /// <summary>Fetches a row that is wanted soon.</summary>
    internal void Fetch(int row)
    {
        Fetch(row, RowHalf.First);
        Fetch(row, RowHalf.Second);
    }

    /// <summary>Fetches half of a row that is wanted soon: a processor waits where it is asked for more at once than it keeps track of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Fetch(int row, RowHalf half) => this[row].Fetch(half);

    private int RowsAhead() => (int)Math.Clamp(BytesAhead * RowCount / Math.Max(Bytes, 1), 2, 16);

    /// <summary>A dense matrix over <paramref name="values"/>, not copied.</summary>
    /// <param name="values">At least n p values, row by row.</param>
    /// <param name="rowCount">n ≥ 0.</param>
    /// <param name="columnCount">p ≥ 0.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> is shorter than n p.</exception>
    public static FeatureMatrix Dense(float[] values, int rowCount, int columnCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfNegative(columnCount);
        return values.Length >= (long)rowCount * columnCount
            ? new(rowCount, columnCount, values, null, null)
            : throw new ArgumentException($"values must hold {rowCount} × {columnCount} numbers, got {values.Length}.", nameof(values));
    }

    /// <summary>A matrix of compressed sparse rows, not copied.</summary>
    /// <param name="values">The stored entries, row by row.</param>
    /// <param name="columns">Their columns, strictly increasing within a row.</param>
    /// <param name="rowStarts">n + 1 offsets into <paramref name="values"/>; row i is <c>rowStarts[i] … rowStarts[i + 1] − 1</c>.</param>
    /// <param name="columnCount">p.</param>
    /// <exception cref="ArgumentException">The three arrays do not describe a matrix.</exception>
    public static FeatureMatrix Sparse(float[] values, int[] columns, int[] rowStarts, int columnCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rowStarts);
        ArgumentOutOfRangeException.ThrowIfNegative(columnCount);
        if (rowStarts.Length == 0 || rowStarts[0] != 0 || rowStarts[^1] > Math.Min(values.Length, columns.Length))
            throw new ArgumentException("rowStarts must begin with 0 and end within values and columns.", nameof(rowStarts));
        for (int i = 0; i + 1 < rowStarts.Length; i++)
        {
            if (rowStarts[i + 1] < rowStarts[i])
                throw new ArgumentException($"rowStarts must not decrease, got {rowStarts[i]} then {rowStarts[i + 1]} at row {i}.", nameof(rowStarts));
            SparseKernels.CheckColumns(columns.AsSpan(rowStarts[i]..rowStarts[i + 1]), columnCount, i);
        }

        return new(rowStarts.Length - 1, columnCount, values, columns, rowStarts);
    }

    /// <summary>The same sparse matrix, with an entry in every row for each of the given columns, 0 where there was none.</summary>
    /// <param name="always">p values: whether to store the column in every row.</param>
    internal FeatureMatrix Storing(bool[] always)
    {
        if (!IsSparse) return this;
        int[] added = [.. Enumerable.Range(0, ColumnCount).Where(j => always[j])];
        long missing = (long)added.Length * RowCount;
        for (int i = 0; i < RowCount; i++)
            foreach (int j in this[i].Columns)
                if (always[j]) missing--;
        if (missing == 0) return this;
        return file is null
            ? Gather(EntryCount + missing, add => StoreRows(added, add))
            : file.Derive(ColumnCount, isSparse: true, writer => StoreRows(added, writer.Add));
    }

    /// <summary>The same numbers by column (<c>p × n</c>): row j of the result holds feature j of every example.</summary>
    /// <remarks>It is where this matrix is: in memory, or in a file, which takes a pass over the rows for each share of the columns that memory holds.</remarks>
    public FeatureMatrix Transpose() => file is null ? new Transposition(this).InMemory() : new Transposition(this).InFile(file);

    /// <summary>Some rows of a sparse matrix, dense.</summary>
    internal FeatureMatrix Spread(int[] rows)
    {
        if (file is not null)
        {
            return file.Derive(ColumnCount, isSparse: false, writer =>
            {
                float[] row = new float[ColumnCount];
                foreach (int i in rows)
                {
                    this[i].CopyTo(row);
                    writer.Add(row);
                }
            });
        }

        float[] newValues = GC.AllocateUninitializedArray<float>(checked(rows.Length * ColumnCount));
        Parallel.For(0, rows.Length, k => this[rows[k]].CopyTo(newValues.AsSpan(k * ColumnCount, ColumnCount)));
        return Dense(newValues, rows.Length, ColumnCount);
    }

    /// <summary>Some rows of a dense matrix, which stay where they are: fresh memory would cost more than they do.</summary>
    internal FeatureMatrix Take(int[] rows) => new(this, rows);

    private delegate void RowAdder(ReadOnlySpan<float> values, ReadOnlySpan<int> columns);

    private void StoreRows(int[] added, RowAdder add)
    {
        int[] newColumns = new int[ColumnCount];
        float[] newValues = new float[ColumnCount];
        for (int i = 0; i < RowCount; i++)
        {
            Row row = this[i];
            int next = 0, used = 0;
            for (int k = 0; k < row.Values.Length; k++)
            {
                for (; next < added.Length && added[next] < row.Columns[k]; next++) (newColumns[used], newValues[used++]) = (added[next], 0);
                if (next < added.Length && added[next] == row.Columns[k]) next++;
                (newColumns[used], newValues[used++]) = (row.Columns[k], row.Values[k]);
            }

            for (; next < added.Length; next++) (newColumns[used], newValues[used++]) = (added[next], 0);
            add(newValues.AsSpan(0, used), newColumns.AsSpan(0, used));
        }
    }

    private FeatureMatrix Gather(long entries, Action<RowAdder> addRows)
    {
        float[] newValues = new float[entries];
        int[] newColumns = new int[entries], newStarts = new int[RowCount + 1];
        int row = 0;
        addRows((values, columns) =>
        {
            values.CopyTo(newValues.AsSpan(newStarts[row]));
            columns.CopyTo(newColumns.AsSpan(newStarts[row]));
            newStarts[row + 1] = newStarts[row] + values.Length;
            row++;
        });
        return new(RowCount, ColumnCount, newValues, newColumns, newStarts);
    }
}
