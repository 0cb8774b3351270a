using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MlNetLosses.Data;

/// <summary>The examples, one per row (<c>n × p</c>), in single precision, stored as compressed sparse rows or as dense rows.</summary>
/// <remarks>Immutable and not copied: the arrays given to <see cref="Dense"/> and <see cref="Sparse"/> must not change while the matrix is in use.</remarks>
public sealed class FeatureMatrix
{
    private const int EntriesPerCacheLine = 16;

    private readonly float[] values;
    private readonly int[]? columns;      // null: dense
    private readonly int[]? rowStarts;    // null: dense

    private FeatureMatrix(int rowCount, int columnCount, float[] values, int[]? columns, int[]? rowStarts) =>
        (RowCount, ColumnCount, this.values, this.columns, this.rowStarts) = (rowCount, columnCount, values, columns, rowStarts);

    /// <summary>n, the number of examples.</summary>
    public int RowCount { get; }

    /// <summary>p, the number of features.</summary>
    public int ColumnCount { get; }

    /// <summary>Whether only some entries are stored; the others are zero.</summary>
    public bool IsSparse => columns is not null;

    /// <summary>Number of stored entries.</summary>
    public int EntryCount => rowStarts is null ? RowCount * ColumnCount : rowStarts[^1];

    /// <summary>Row i, as a view.</summary>
    public Row this[int row]
    {
        get
        {
            if (rowStarts is null) return new Row(values.AsSpan(row * ColumnCount, ColumnCount), default, isSparse: false);
            int start = rowStarts[row], length = rowStarts[row + 1] - start;
            return new Row(values.AsSpan(start, length), columns.AsSpan(start, length), isSparse: true);
        }
    }

    /// <summary>Asks the processor to fetch row i, which is wanted soon: rows in random order miss every cache.</summary>
    internal void Prefetch(int row)
    {
        if (!Sse.IsSupported) return;
        Row x = this[row];
        Prefetch(x.Values);
        Prefetch(x.Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ref T first = ref MemoryMarshal.GetReference(values);
        for (int k = 0; k < values.Length; k += EntriesPerCacheLine) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, k)));
    }

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
            for (int k = rowStarts[i], previous = -1; k < rowStarts[i + 1]; previous = columns[k++])
                if (columns[k] <= previous || columns[k] >= columnCount)
                    throw new ArgumentException($"Columns must increase within a row and stay below {columnCount}, got {columns[k]} after {previous} in row {i}.", nameof(columns));
        }

        return new(rowStarts.Length - 1, columnCount, values, columns, rowStarts);
    }

    /// <summary>The same sparse matrix, with an entry in every row for each of the given columns, 0 where there was none.</summary>
    /// <param name="always">p values: whether to store the column in every row.</param>
    internal FeatureMatrix Storing(bool[] always)
    {
        if (columns is null || rowStarts is null) return this;
        int missing = always.Count(stored => stored) * RowCount;
        for (int k = 0; k < EntryCount; k++) if (always[columns[k]]) missing--;
        if (missing == 0) return this;

        int[] added = [.. Enumerable.Range(0, ColumnCount).Where(j => always[j])];
        int[] newStarts = new int[RowCount + 1], newColumns = new int[EntryCount + missing];
        float[] newValues = new float[EntryCount + missing];
        int used = 0;
        for (int i = 0; i < RowCount; i++)
        {
            int next = 0;
            for (int k = rowStarts[i]; k < rowStarts[i + 1]; k++)
            {
                for (; next < added.Length && added[next] < columns[k]; next++) newColumns[used++] = added[next];
                if (next < added.Length && added[next] == columns[k]) next++;
                (newColumns[used], newValues[used]) = (columns[k], values[k]);
                used++;
            }

            for (; next < added.Length; next++) newColumns[used++] = added[next];
            newStarts[i + 1] = used;
        }

        return new(RowCount, ColumnCount, newValues, newColumns, newStarts);
    }

    /// <summary>The same numbers by column (<c>p × n</c>): row j of the result holds feature j of every example.</summary>
    public FeatureMatrix Transpose()
    {
        if (columns is null || rowStarts is null)
        {
            float[] dense = new float[RowCount * ColumnCount];
            for (int i = 0; i < RowCount; i++)
                for (int j = 0; j < ColumnCount; j++)
                    dense[j * RowCount + i] = values[i * ColumnCount + j];
            return new(ColumnCount, RowCount, dense, null, null);
        }

        int[] starts = new int[ColumnCount + 1];
        for (int k = 0; k < EntryCount; k++) starts[columns[k] + 1]++;
        for (int j = 0; j < ColumnCount; j++) starts[j + 1] += starts[j];
        int[] next = starts[..^1], rows = new int[EntryCount];
        float[] entries = new float[EntryCount];
        for (int i = 0; i < RowCount; i++)
        {
            for (int k = rowStarts[i]; k < rowStarts[i + 1]; k++)
            {
                int slot = next[columns[k]]++;
                (rows[slot], entries[slot]) = (i, values[k]);
            }
        }

        return new(ColumnCount, RowCount, entries, rows, starts);
    }
}
