using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlNetLosses.Data;

namespace MlNetLosses.Solvers;

/// <summary>Coordinates of sparse data, or of data with few examples, read column by column: only those that are wanted.</summary>
/// <param name="features">X, those of its columns dense that are moved.</param>
/// <param name="origin">m, p values, or empty for 0.</param>
/// <param name="threads">At most so many threads.</param>
internal sealed class CentredColumns(FeatureColumns features, double[] origin, int threads) : Coordinates
{
    /// <summary>So many entries are worth a task of their own.</summary>
    private const int EntriesPerTask = 100_000;

    /// <summary>Combinations are summed in so many parts, whatever the number of threads.</summary>
    private const int Parts = 4;

    /// <summary>So many sums stay in the nearest cache while columns are added to them.</summary>
    private const int RowsAtOnce = 4096;

    private readonly int[] moved = new int[features.Count + 1];
    private readonly double[] moves = new double[features.Count + 1];
    private readonly double[]?[] parts = new double[Parts][];
    private readonly RowBlocks blocks = new(features.RowCount, threads);

    // The combination at hand. It is in fields so that a step allocates nothing.
    private Action<int, int, int>? complete;
    private Action<int, int, int>? useCombination;
    private double[] combination = [];
    private int usedParts;
    private int dense;          // columns at the end of ‘moved’
    private double shift;

    /// <inheritdoc/>
    public override int RowCount => features.RowCount;

    /// <inheritdoc/>
    public override int Intercept => features.Count;

    /// <summary>At most so many threads.</summary>
    public int Threads => threads;

    /// <inheritdoc/>
    public override bool ReadsAll => false;

    /// <summary>Whether dense columns are best added up some rows at a time: with few rows there is not enough of them for all threads.</summary>
    private bool HasManyRows => blocks.Count >= Parts;

    /// <inheritdoc/>
    public override void Correlate(ArraySegment<int> coordinates, double[] vector, double sum, double[] result)
    {
        if (threads > 1) CorrelateInParallel(coordinates, vector, sum, result);
        else
            foreach (int j in coordinates) result[j] = Dot(j, vector, sum);
    }

    /// <inheritdoc/>
    public override void CombineAndCorrelate(
        ReadOnlySpan<int> coordinates, ReadOnlySpan<double> changes, double[] products, Action<int, int, int> use, double[]? vector, double[] result)
    {
        int scattered = 0;
        long entries = 0;
        (dense, shift) = (0, 0);
        for (int k = 0; k < changes.Length; k++)
        {
            int j = coordinates[k];
            double change = changes[k];
            if (change == 0) continue;
            shift += j == Intercept ? change : -change * Origin(j);
            if (j == Intercept) continue;
            if (HasManyRows && !features[j].IsSparse)
            {
                dense++;
                (moved[^dense], moves[^dense]) = (j, change);
                continue;
            }

            entries += EntryCount(j);
            (moved[scattered], moves[scattered]) = (j, change);
            scattered++;
        }

        (usedParts, combination, useCombination) = (entries < EntriesPerTask ? 1 : Parts, products, use);
        if (usedParts == 1) Scatter(products, 0, scattered);
        else ScatterInParts(products, scattered, entries);
        blocks.Run(complete ??= Complete);
    }

    /// <inheritdoc/>
    public override QuadraticModel CreateModel(double reference) =>
        new ColumnModel(this, features.IsSparse ? new SparseColumnGram(this) : new DenseColumnGram(this), reference);

    /// <summary>The entries of feature j as they are stored, not moved.</summary>
    public Row Entries(int feature) => features[feature];

    /// <summary>The number of entries of a coordinate.</summary>
    public int EntryCount(int coordinate) => coordinate == Intercept ? RowCount : features[coordinate].Values.Length;

    /// <summary>Σᵢ xᵢⱼ vᵢ.</summary>
    /// <param name="coordinate">j.</param>
    /// <param name="vector">v, n values.</param>
    /// <param name="sum">Σ vᵢ.</param>
    public double Dot(int coordinate, double[] vector, double sum) =>
        coordinate == Intercept ? sum : features[coordinate].Dot(vector) - Origin(coordinate) * sum;

    /// <summary>Σᵢ hᵢ xᵢⱼ².</summary>
    /// <param name="coordinate">j.</param>
    /// <param name="factors">h, n values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double SquaredNorm(int coordinate, double[] factors)
    {
        double sum = 0, mean = Origin(coordinate);
        if (coordinate == Intercept)
        {
            foreach (double factor in factors) sum += factor;
            return sum;
        }

        Row column = features[coordinate];
        if (column.IsSparse) return SparseKernels.SquaredNorm(column.Values, column.Columns, mean, factors);
        if (mean == 0) return column.SquaredNorm(factors, origin: default);
        for (int i = 0; i < column.Values.Length; i++)
        {
            double x = column.Values[i].Widen() - mean;
            sum += factors[i] * x * x;
        }

        return sum;
    }

    /// <summary>target ← target + scale h ∘ xⱼ; returns the sum of what was added.</summary>
    /// <param name="coordinate">j.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="factors">h, n values.</param>
    /// <param name="target">n values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double AddTo(int coordinate, double scale, double[] factors, double[] target)
    {
        double added = 0;
        if (coordinate == Intercept)
        {
            for (int i = 0; i < target.Length; i++)
            {
                double change = scale * factors[i];
                target[i] += change;
                added += change;
            }

            return added;
        }

        Row column = features[coordinate];
        double mean = Origin(coordinate);
        if (!column.IsSparse) return AddDense(column.Values, mean, scale, factors, target);
        for (int k = 0; k < column.Values.Length; k++)
        {
            int i = column.Columns[k];
            double change = scale * factors[i] * (column.Values[k].Widen() - mean);
            target[i] += change;
            added += change;
        }

        return added;
    }

    private void ScatterInParts(double[] result, int count, long entries)
    {
        int[] starts = new int[Parts + 1];      // each part has about as many entries
        long passed = 0;
        for (int k = 0, part = 1; k < count; k++)
        {
            passed += EntryCount(moved[k]);
            while (part <= Parts && passed >= entries * part / Parts) starts[part++] = k + 1;
        }

        Parallel.For(0, Parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
            Scatter(part == 0 ? result : parts[part] ??= new double[RowCount], starts[part], starts[part + 1]));
    }

    /// <summary>sums ← the combination of some of the columns that are added one after the other.</summary>
    private void Scatter(double[] sums, int start, int end)
    {
        Array.Clear(sums);
        for (int k = start; k < end; k++) features[moved[k]].AddTo(sums, moves[k]);
    }

    /// <summary>Adds to some rows what other parts, dense columns and the shift of all rows add, and uses them: the rows stay in the nearest cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Complete(int block, int start, int end)
    {
        for (int first = start; first < end; first += RowsAtOnce)
        {
            Range rows = first..Math.Min(end, first + RowsAtOnce);
            Span<double> some = combination.AsSpan(rows);
            for (int part = 1; part < usedParts; part++)
            {
                ReadOnlySpan<double> added = parts[part].AsSpan(rows);
                for (int i = 0; i < some.Length; i++) some[i] += added[i];
            }

            for (int k = 1; k <= dense; k++) DenseKernels.AddTo(new StoredEntries(features[moved[^k]].Values[rows]), moves[^k], some);
            for (int i = 0; i < some.Length && shift != 0; i++) some[i] += shift;
        }

        useCombination!(block, start, end);
    }

    private void CorrelateInParallel(ArraySegment<int> coordinates, double[] vector, double sum, double[] result)
    {
        List<int> ends = [0];       // of the tasks
        long entries = 0;
        for (int k = 0; k < coordinates.Count; k++)
        {
            entries += EntryCount(coordinates[k]);
            if (entries < EntriesPerTask && k < coordinates.Count - 1) continue;
            ends.Add(k + 1);
            entries = 0;
        }

        Parallel.For(0, ends.Count - 1, new ParallelOptions { MaxDegreeOfParallelism = threads }, task =>
        {
            foreach (int j in coordinates.AsSpan()[ends[task]..ends[task + 1]]) result[j] = Dot(j, vector, sum);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double AddDense(ReadOnlySpan<float> values, double mean, double scale, double[] factors, double[] target)
    {
        ref float x = ref MemoryMarshal.GetReference(values);
        ref double h = ref MemoryMarshal.GetArrayDataReference(factors), t = ref MemoryMarshal.GetArrayDataReference(target);
        Vector<double> m = new(mean), s = new(scale), sum = default;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref x, (nuint)i), out Vector<double> low, out Vector<double> high);
            nuint first = (nuint)i, second = (nuint)(i + Vector<double>.Count);
            low = (low - m) * s * Vector.LoadUnsafe(ref h, first);
            high = (high - m) * s * Vector.LoadUnsafe(ref h, second);
            (Vector.LoadUnsafe(ref t, first) + low).StoreUnsafe(ref t, first);
            (Vector.LoadUnsafe(ref t, second) + high).StoreUnsafe(ref t, second);
            sum += low + high;
        }

        double added = Vector.Sum(sum);
        for (; i < values.Length; i++)
        {
            double change = scale * factors[i] * (values[i] - mean);
            target[i] += change;
            added += change;
        }

        return added;
    }

    /// <summary>mⱼ.</summary>
    public double Origin(int coordinate) => origin.Length == 0 || coordinate == Intercept ? 0 : origin[coordinate];
}
