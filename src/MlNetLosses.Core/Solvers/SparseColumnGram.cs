using System.Buffers;
using System.Runtime.CompilerServices;
using MlNetLosses.Data;

namespace MlNetLosses.Solvers;

/// <summary>The Gram matrix of sparse columns, over the entries that the rows have in common.</summary>
/// <remarks>
/// The entries of rare columns are kept by row as well: a new one walks down its column, and at each of its rows meets only the rare members that have an
/// entry there; a product of two sparse columns by merging, or by scattering one of them, would read all of both. Frequent columns are dense: a product with
/// one of them reads the entries of the other.
/// </remarks>
/// <param name="columns">X, with the intercept.</param>
internal sealed class SparseColumnGram(CentredColumns columns) : ColumnGram(columns)
{
    private readonly CentredColumns columns = columns;
    private readonly RowLists rare = new(columns.RowCount);
    private readonly List<int> frequent = [];           // the positions of dense columns
    private readonly List<RareColumn> added = [];       // the sparse ones that come in

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        rare.Clear();
        frequent.Clear();
    }

    /// <inheritdoc/>
    protected override void Fill(List<int> coordinates, int first, double[] diagonal, double[][] matrix)
    {
        int entries = 0;
        for (int r = first; r < coordinates.Count; r++)
            if (columns.Entries(coordinates[r]) is { IsSparse: true } column) entries += column.Values.Length;
        double[] scaled = ArrayPool<double>.Shared.Rent(entries);
        entries = 0;
        for (int r = first; r < coordinates.Count; r++)
        {
            Array.Clear(matrix[r], 0, coordinates.Count);
            Row column = columns.Entries(coordinates[r]);
            if (!column.IsSparse)
            {
                frequent.Add(r);
                continue;
            }

            added.Add(new(r, new(scaled, entries, column.Values.Length)));
            entries += column.Values.Length;
        }

        added.Sort(static (a, b) => b.Scaled.Count.CompareTo(a.Scaled.Count));      // the longest do not come last
        if (columns.Threads > 1) FillInParallel(coordinates, first, diagonal, matrix);
        else
        {
            foreach (RareColumn column in added) Scale(columns.Entries(coordinates[column.Position]), diagonal, column.Scaled);
            AddRare(coordinates);
            for (int k = 0; k < frequent.Count; k++) FillFrequent(coordinates, first, frequent[k], diagonal, matrix);
            foreach (RareColumn column in added) FillRare(coordinates, column, matrix);
        }

        ArrayPool<double>.Shared.Return(scaled);
        added.Clear();
    }

    /// <inheritdoc/>
    protected override double Cost(double missing, double all) => missing * all / columns.RowCount;

    private void FillInParallel(List<int> coordinates, int first, double[] diagonal, double[][] matrix)
    {
        ForAll(added.Count, k => Scale(columns.Entries(coordinates[added[k].Position]), diagonal, added[k].Scaled));
        Parallel.Invoke(
            () => AddRare(coordinates),
            () => ForAll(frequent.Count, k => FillFrequent(coordinates, first, frequent[^(k + 1)], diagonal, matrix)));     // new ones, which take longer, first
        ForAll(added.Count, k => FillRare(coordinates, added[k], matrix));
    }

    /// <summary>Runs tasks of very different size, each thread the next that is left.</summary>
    private void ForAll(int count, Action<int> task)
    {
        int next = -1;
        Parallel.For(0, columns.Threads, _ =>
        {
            for (int k = Interlocked.Increment(ref next); k < count; k = Interlocked.Increment(ref next)) task(k);
        });
    }

    private void AddRare(List<int> coordinates)
    {
        foreach (RareColumn column in added) rare.Add(column.Position, columns.Entries(coordinates[column.Position]));
    }

    /// <summary>The products of a frequent column with all, where it is new; otherwise with the new rare ones.</summary>
    private void FillFrequent(List<int> coordinates, int first, int position, double[] diagonal, double[][] matrix)
    {
        if (position >= first) FillRow(coordinates, position, diagonal, matrix[position]);
        ReadOnlySpan<float> dense = columns.Entries(coordinates[position]).Values;
        double mean = columns.Origin(coordinates[position]);
        foreach (RareColumn column in added)
        {
            matrix[column.Position][position] = position >= first
                ? matrix[position][column.Position]
                : SparseKernels.Dot(column.Scaled, columns.Entries(coordinates[column.Position]).Columns, dense, mean);
        }
    }

    private void FillRow(List<int> coordinates, int position, double[] diagonal, double[] target)
    {
        double[] scaled = ArrayPool<double>.Shared.Rent(columns.RowCount);
        Array.Clear(scaled, 0, columns.RowCount);
        double sum = columns.AddTo(coordinates[position], 1, diagonal, scaled);
        for (int c = 0; c < coordinates.Count; c++) target[c] = columns.Dot(coordinates[c], scaled, sum);
        ArrayPool<double>.Shared.Return(scaled);
    }

    /// <summary>The products of a new rare column with all rare ones.</summary>
    private void FillRare(List<int> coordinates, RareColumn column, double[][] matrix) =>
        rare.Multiply(columns.Entries(coordinates[column.Position]).Columns, column.Scaled, matrix[column.Position]);

    /// <summary>scaled ← h ∘ x of the entries of a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(Row column, double[] diagonal, Span<double> scaled)
    {
        for (int k = 0; k < column.Values.Length; k++) scaled[k] = diagonal[column.Columns[k]] * column.Values[k].Widen();
    }

    /// <summary>A rare column that comes in, and h ∘ x of its entries.</summary>
    private readonly record struct RareColumn(int Position, ArraySegment<double> Scaled);
}
