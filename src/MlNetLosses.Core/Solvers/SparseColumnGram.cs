using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlNetLosses.Data;

namespace MlNetLosses.Solvers;

/// <summary>The Gram matrix of sparse columns, over the entries that the rows have in common.</summary>
/// <remarks>
/// The members' entries are kept by row as well. A new coordinate walks down its column, and at each of its rows meets only the members that have an
/// entry there: a product of two sparse columns by merging, or by scattering one of them, would read all of both.
/// </remarks>
/// <param name="columns">X, with the intercept.</param>
internal sealed class SparseColumnGram(CentredColumns columns) : ColumnGram(columns)
{
    /// <summary>The members' entries of so many rows fit the caches.</summary>
    private const int ExamplesAtOnce = 512;

    private readonly CentredColumns columns = columns;
    private readonly RowEntries[] rows = new RowEntries[columns.RowCount];
    private int[] cursors = [];

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        for (int i = 0; i < rows.Length; i++) rows[i].Count = 0;
    }

    /// <inheritdoc/>
    protected override void Fill(List<int> coordinates, int first, double[] diagonal, double[][] matrix)
    {
        for (int r = first; r < coordinates.Count; r++)
        {
            Row column = columns.Entries(coordinates[r]);
            double mean = columns.Origin(coordinates[r]);
            for (int k = 0; k < column.Values.Length; k++) rows[column.Columns[k]].Add(r, column.Values[k].Widen() - mean);
        }

        int added = coordinates.Count - first;
        if (cursors.Length < added) cursors = new int[Math.Max(added, 2 * cursors.Length)];
        Array.Clear(cursors);
        if (columns.Threads == 1) FillRows(coordinates, first, first, coordinates.Count, diagonal, matrix);
        else FillInParallel(coordinates, first, diagonal, matrix);
    }

    /// <inheritdoc/>
    protected override double Cost(double missing, double all) => missing * all / columns.RowCount;

    private void FillInParallel(List<int> coordinates, int first, double[] diagonal, double[][] matrix)
    {
        int added = coordinates.Count - first, tasks = Math.Min(added, columns.Threads);
        Parallel.For(0, tasks, task => FillRows(
            coordinates, first, first + added * task / tasks, first + added * (task + 1) / tasks, diagonal, matrix));
    }

    /// <summary>Fills some rows of the matrix, for a few examples at a time, whose entries then are in the caches for all of them.</summary>
    private void FillRows(List<int> coordinates, int first, int start, int end, double[] diagonal, double[][] matrix)
    {
        for (int r = start; r < end; r++) Array.Clear(matrix[r], 0, coordinates.Count);
        for (int upTo = ExamplesAtOnce; ; upTo += ExamplesAtOnce)
        {
            for (int r = start; r < end; r++)
                cursors[r - first] = AddTo(matrix[r], coordinates[r], cursors[r - first], upTo, diagonal);
            if (upTo >= columns.RowCount) return;
        }
    }

    /// <summary>Adds the products of one column with all members, from one of its entries to those of an example; returns the entry after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AddTo(double[] target, int coordinate, int entry, int upTo, double[] diagonal)
    {
        Row column = columns.Entries(coordinate);
        double mean = columns.Origin(coordinate);
        ref double sums = ref MemoryMarshal.GetArrayDataReference(target);
        for (; entry < column.Columns.Length && column.Columns[entry] < upTo; entry++)
        {
            int i = column.Columns[entry];
            double scaled = diagonal[i] * (column.Values[entry].Widen() - mean);
            ref RowEntries row = ref rows[i];
            ref int at = ref MemoryMarshal.GetArrayDataReference(row.Positions!);
            ref double x = ref MemoryMarshal.GetArrayDataReference(row.Values!);
            for (nint e = 0; e < row.Count; e++) Unsafe.Add(ref sums, Unsafe.Add(ref at, e)) += scaled * Unsafe.Add(ref x, e);
        }

        return entry;
    }

    /// <summary>The members' entries in one row.</summary>
    private struct RowEntries
    {
        public int[]? Positions;
        public double[]? Values;
        public int Count;

        public void Add(int position, double value)
        {
            if (Values is null || Count == Values.Length)
            {
                Array.Resize(ref Positions, Math.Max(4, 2 * Count));
                Array.Resize(ref Values, Math.Max(4, 2 * Count));
            }

            (Positions![Count], Values![Count]) = (position, value);
            Count++;
        }
    }
}
