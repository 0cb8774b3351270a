using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlNetLosses.Data;

/// <summary>One row of a <see cref="FeatureMatrix"/>: its values and, when it is sparse, their columns.</summary>
/// <remarks>
/// Entries are single precision, every sum is double: the widening costs less than the memory traffic (see docs/decisions).
/// An <c>origin</c> m turns x into x − m on the fly, for centring without touching the data; empty means 0. A sparse row takes only
/// entries that it stores, so it must store every column where m is not 0 (<see cref="FeatureMatrix.Storing"/>).
/// Loops are compiled with full optimisation at once: a fit is often over before the runtime would have found them hot.
/// </remarks>
public readonly ref struct Row
{
    internal Row(ReadOnlySpan<float> values, ReadOnlySpan<int> columns, bool isSparse)
    {
        Values = values;
        Columns = columns;
        IsSparse = isSparse;
    }

    /// <summary>The stored values.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>Their columns, increasing; empty for a dense row, which stores every column.</summary>
    public ReadOnlySpan<int> Columns { get; }

    /// <summary>Whether <see cref="Columns"/> says where the values belong.</summary>
    public bool IsSparse { get; }

    /// <summary>(x − m)ᵀw.</summary>
    /// <param name="weights">w, p values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Dot(ReadOnlySpan<double> weights, ReadOnlySpan<double> origin = default)
    {
        if (IsSparse) return origin.IsEmpty ? SparseKernels.Dot(Values, Columns, weights) : SparseKernels.Dot(Values, Columns, weights, origin);
        return origin.IsEmpty ? DenseKernels.Dot(new StoredEntries(Values), weights) : DenseKernels.Dot(new CentredEntries(Values, origin), weights);
    }

    /// <summary>(x − m)ᵀw, while a row that is wanted soon is fetched.</summary>
    /// <param name="weights">w, p values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="soon">That row, of the same matrix, or nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double Dot(ReadOnlySpan<double> weights, ReadOnlySpan<double> origin, scoped in Row soon)
    {
        if (IsSparse && origin.IsEmpty) return SparseKernels.Dot(Values, Columns, weights, soon.Values, soon.Columns);
        soon.Fetch(RowHalf.First);
        double product = Dot(weights, origin);
        soon.Fetch(RowHalf.Second);
        return product;
    }

    /// <summary>Fetches half of it: a processor waits where it is asked for more at once than it keeps track of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Fetch(RowHalf half)
    {
        int middle = Values.Length / 2 & -Prefetching.EntriesPerCacheLine;
        Range entries = half == RowHalf.First ? ..middle : middle..;
        Prefetching.Fetch(Values[entries]);
        if (IsSparse) Prefetching.Fetch(Columns[entries]);
    }

    /// <summary>target ← target + scale (x − m).</summary>
    /// <param name="target">p values.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTo(Span<double> target, double scale, ReadOnlySpan<double> origin = default)
    {
        if (IsSparse) SparseKernels.AddTo(Values, Columns, scale, origin, target);
        else if (origin.IsEmpty) DenseKernels.AddTo(new StoredEntries(Values), scale, target);
        else DenseKernels.AddTo(new CentredEntries(Values, origin), scale, target);
    }

    /// <summary>target ← target + scale c ∘ (x − m).</summary>
    /// <param name="target">p values.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="factors">c, p values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddTo(Span<double> target, double scale, ReadOnlySpan<double> factors, ReadOnlySpan<double> origin)
    {
        if (IsSparse) SparseKernels.AddTo(Values, Columns, scale, factors, origin, target);
        else if (origin.IsEmpty) DenseKernels.AddTo(new StoredEntries(Values), scale, factors, target);
        else DenseKernels.AddTo(new CentredEntries(Values, origin), scale, factors, target);
    }

    /// <summary>Writes all entries, 0 where none is stored.</summary>
    /// <param name="target">p values.</param>
    internal void CopyTo(Span<float> target)
    {
        if (!IsSparse)
        {
            Values.CopyTo(target);
            return;
        }

        target.Clear();
        for (int k = 0; k < Values.Length; k++) target[Columns[k]] = Values[k];
    }

    /// <summary>Whether every entry is a finite number.</summary>
    internal bool IsFinite
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get
        {
            // 0 times a number is 0, times anything else NaN, which no sum forgets.
            Vector<float> sum = default;
            int j = 0;
            for (; j <= Values.Length - Vector<float>.Count; j += Vector<float>.Count) sum += new Vector<float>(Values[j..]) * 0;
            float rest = Vector.Sum(sum);
            for (; j < Values.Length; j++) rest += Values[j] * 0;
            return rest == 0;
        }
    }

    /// <summary>Entry number <paramref name="k"/> of those stored, moved to an origin.</summary>
    /// <param name="k">0 … the number of <see cref="Values"/> − 1.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="column">Receives its column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double Entry(int k, ReadOnlySpan<double> origin, out int column)
    {
        column = IsSparse ? Columns[k] : k;
        double value = Values[k].Widen();
        return origin.IsEmpty ? value : value - origin[column];
    }

    /// <summary>Σ x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double SquaredNorm()
    {
        StoredEntries x = new(Values);
        Vector512<double> sums = default;
        int k = 0;
        for (; k <= Values.Length - Vector512<double>.Count; k += Vector512<double>.Count) sums = Vector512.FusedMultiplyAdd(x.Eight(k), x.Eight(k), sums);
        double sum = Vector512.Sum(sums);
        for (; k < Values.Length; k++) sum += x.One(k) * x.One(k);
        return sum;
    }

    /// <summary>Σⱼ cⱼ (xⱼ − mⱼ)² over the stored columns.</summary>
    /// <param name="factors">c, p values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double SquaredNorm(ReadOnlySpan<double> factors, ReadOnlySpan<double> origin)
    {
        if (!IsSparse)
        {
            return origin.IsEmpty
                ? DenseKernels.SquaredNorm(new StoredEntries(Values), factors)
                : DenseKernels.SquaredNorm(new CentredEntries(Values, origin), factors);
        }

        double sum = 0;
        for (int k = 0; k < Values.Length; k++)
        {
            double x = Entry(k, origin, out int j);
            sum += x * x * factors[j];
        }

        return sum;
    }
}
