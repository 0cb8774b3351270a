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
    private readonly List<int> frequent = [];       // the positions of dense columns

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
        int known = frequent.Count;
        List<(int Position, double[] Scaled)> added = [];       // rare ones, and h ∘ x of their entries
        for (int r = first; r < coordinates.Count; r++)
        {
            Array.Clear(matrix[r], 0, coordinates.Count);
            Row column = columns.Entries(coordinates[r]);
            if (column.IsSparse) added.Add((r, ArrayPool<double>.Shared.Rent(column.Values.Length)));
            else frequent.Add(r);
        }

        added.Sort((a, b) => Entries(b.Position).Values.Length.CompareTo(Entries(a.Position).Values.Length));    // the longest do not come last
        ForAll(added.Count, k => Scale(Entries(added[k].Position), diagonal, added[k].Scaled));
        Run(
            () =>
            {
                foreach ((int position, _) in added) rare.Add(position, Entries(position));
            },
            () => ForAll(frequent.Count, k =>
            {
                int f = frequent[^(k + 1)];     // those that are new come first: they take longer
                if (f >= first) FillRow(coordinates, f, diagonal, matrix[f]);
                double mean = columns.Origin(coordinates[f]);
                foreach ((int position, double[] scaled) in added)
                    matrix[position][f] = f >= first ? matrix[f][position] : SparseKernels.Dot(scaled, Entries(position).Columns, Entries(f).Values, mean);
            }));
        ForAll(added.Count, k => rare.Multiply(Entries(added[k].Position).Columns, added[k].Scaled, matrix[added[k].Position]));
        foreach ((_, double[] scaled) in added) ArrayPool<double>.Shared.Return(scaled);

        Row Entries(int position) => columns.Entries(coordinates[position]);
    }

    /// <inheritdoc/>
    protected override double Cost(double missing, double all) => missing * all / columns.RowCount;

    /// <summary>The products of a dense column with all.</summary>
    private void FillRow(List<int> coordinates, int position, double[] diagonal, double[] target)
    {
        double[] scaled = ArrayPool<double>.Shared.Rent(columns.RowCount);
        Array.Clear(scaled, 0, columns.RowCount);
        double sum = columns.AddTo(coordinates[position], 1, diagonal, scaled);
        for (int c = 0; c < coordinates.Count; c++) target[c] = columns.Dot(coordinates[c], scaled, sum);
        ArrayPool<double>.Shared.Return(scaled);
    }

    private void Run(Action one, Action other)
    {
        if (columns.Threads > 1)
        {
            Parallel.Invoke(one, other);
            return;
        }

        one();
        other();
    }

    /// <summary>Runs tasks of very different size, each thread the next that is left.</summary>
    private void ForAll(int count, Action<int> task)
    {
        int next = -1;
        if (columns.Threads > 1) Parallel.For(0, columns.Threads, _ => Work());
        else Work();

        void Work()
        {
            for (int k = Interlocked.Increment(ref next); k < count; k = Interlocked.Increment(ref next)) task(k);
        }
    }

    /// <summary>scaled ← h ∘ x of the entries of a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(Row column, double[] diagonal, double[] scaled)
    {
        for (int k = 0; k < column.Values.Length; k++) scaled[k] = diagonal[column.Columns[k]] * column.Values[k].Widen();
    }
}
