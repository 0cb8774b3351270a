using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlNetLosses.Data;

/// <summary>One row of a <see cref="FeatureMatrix"/>: its values and, when it is sparse, their columns.</summary>
/// <remarks>
/// Entries are single precision, every sum is double: the widening costs less than the memory traffic (see docs/decisions).
/// An <c>origin</c> m turns x into x − m on the fly, for centring without touching the data; empty means 0. A sparse row takes only
/// entries that it stores, so it must store every column where m is not 0 (<see cref="FeatureMatrix.Storing"/>).
/// The kernels are compiled with full optimisation at once: a fit is often over before the runtime would have found them hot.
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
    public double Dot(ReadOnlySpan<double> weights, ReadOnlySpan<double> origin = default) =>
        origin.IsEmpty
            ? IsSparse ? SparseDot(weights) : DenseDot(weights)
            : IsSparse ? SparseDot(weights, origin) : DenseDot(weights, origin);

    /// <summary>target ← target + scale (x − m).</summary>
    /// <param name="target">p values.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTo(Span<double> target, double scale, ReadOnlySpan<double> origin = default)
    {
        if (IsSparse) SparseAddTo(target, scale, origin);
        else if (origin.IsEmpty) DenseAddTo(target, scale);
        else DenseAddTo(target, scale, origin);
    }

    /// <summary>Whether every entry is a finite number.</summary>
    internal bool IsFinite
    {
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

    /// <summary>Σⱼ cⱼ (xⱼ − mⱼ)² over the stored columns.</summary>
    /// <param name="factors">c, p values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double SquaredNorm(ReadOnlySpan<double> factors, ReadOnlySpan<double> origin)
    {
        double sum = 0;
        int k = 0;
        if (!IsSparse && !origin.IsEmpty)
        {
            Vector<double> sums = default;
            for (; k <= Values.Length - Vector<float>.Count; k += Vector<float>.Count)
            {
                Vector.Widen(new Vector<float>(Values[k..]), out Vector<double> low, out Vector<double> high);
                low -= new Vector<double>(origin[k..]);
                high -= new Vector<double>(origin[(k + Vector<double>.Count)..]);
                sums += low * low * new Vector<double>(factors[k..]) + high * high * new Vector<double>(factors[(k + Vector<double>.Count)..]);
            }

            sum = Vector.Sum(sums);
        }

        for (; k < Values.Length; k++)
        {
            int j = IsSparse ? Columns[k] : k;
            double x = origin.IsEmpty ? Values[k] : Values[k] - origin[j];
            sum += x * x * factors[j];
        }

        return sum;
    }

    /// <summary>sums ← sums + share (x − m), squares ← squares + share (x − m)², over the stored columns.</summary>
    /// <param name="sums">p values.</param>
    /// <param name="squares">p values.</param>
    /// <param name="share">The factor.</param>
    /// <param name="origin">m, p values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void AddMomentsTo(Span<double> sums, Span<double> squares, double share, ReadOnlySpan<double> origin)
    {
        int k = 0;
        if (!IsSparse)
        {
            for (; k <= Values.Length - Vector<float>.Count; k += Vector<float>.Count)
            {
                Vector.Widen(new Vector<float>(Values[k..]), out Vector<double> low, out Vector<double> high);
                AddMoments(k, low, sums, squares, share, origin);
                AddMoments(k + Vector<double>.Count, high, sums, squares, share, origin);
            }
        }

        for (; k < Values.Length; k++)
        {
            int j = IsSparse ? Columns[k] : k;
            double distance = Values[k] - origin[j];
            sums[j] += share * distance;
            squares[j] += share * distance * distance;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMoments(int first, Vector<double> x, Span<double> sums, Span<double> squares, double share, ReadOnlySpan<double> origin)
    {
        Vector<double> distance = x - new Vector<double>(origin[first..]), scaled = share * distance;
        (new Vector<double>(sums[first..]) + scaled).CopyTo(sums[first..]);
        (new Vector<double>(squares[first..]) + scaled * distance).CopyTo(squares[first..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double SparseDot(ReadOnlySpan<double> weights)
    {
        double even = 0, odd = 0;
        int k = 0;
        for (; k + 1 < Values.Length; k += 2)
        {
            even += Values[k] * weights[Columns[k]];
            odd += Values[k + 1] * weights[Columns[k + 1]];
        }

        if (k < Values.Length) even += Values[k] * weights[Columns[k]];
        return even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double SparseDot(ReadOnlySpan<double> weights, ReadOnlySpan<double> origin)
    {
        double sum = 0;
        for (int k = 0; k < Values.Length; k++) sum += (Values[k] - origin[Columns[k]]) * weights[Columns[k]];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SparseAddTo(Span<double> target, double scale, ReadOnlySpan<double> origin)
    {
        if (origin.IsEmpty)
            for (int k = 0; k < Values.Length; k++) target[Columns[k]] += scale * Values[k];
        else
            for (int k = 0; k < Values.Length; k++) target[Columns[k]] += scale * (Values[k] - origin[Columns[k]]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double DenseDot(ReadOnlySpan<double> weights)
    {
        ref float x = ref MemoryMarshal.GetReference(Values);
        ref double w = ref MemoryMarshal.GetReference(weights[..Values.Length]);
        Vector<double> low = default, high = default;
        int j = 0;
        for (; j <= Values.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref x, (nuint)j), out Vector<double> first, out Vector<double> second);
            low = Vector.FusedMultiplyAdd(first, Vector.LoadUnsafe(ref w, (nuint)j), low);
            high = Vector.FusedMultiplyAdd(second, Vector.LoadUnsafe(ref w, (nuint)(j + Vector<double>.Count)), high);
        }

        double sum = Vector.Sum(low + high);
        for (; j < Values.Length; j++) sum += Values[j] * weights[j];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double DenseDot(ReadOnlySpan<double> weights, ReadOnlySpan<double> origin)
    {
        ref float x = ref MemoryMarshal.GetReference(Values);
        ref double w = ref MemoryMarshal.GetReference(weights[..Values.Length]);
        ref double m = ref MemoryMarshal.GetReference(origin[..Values.Length]);
        Vector<double> low = default, high = default;
        int j = 0;
        for (; j <= Values.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref x, (nuint)j), out Vector<double> first, out Vector<double> second);
            nuint upper = (nuint)(j + Vector<double>.Count);
            low = Vector.FusedMultiplyAdd(first - Vector.LoadUnsafe(ref m, (nuint)j), Vector.LoadUnsafe(ref w, (nuint)j), low);
            high = Vector.FusedMultiplyAdd(second - Vector.LoadUnsafe(ref m, upper), Vector.LoadUnsafe(ref w, upper), high);
        }

        double sum = Vector.Sum(low + high);
        for (; j < Values.Length; j++) sum += (Values[j] - origin[j]) * weights[j];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DenseAddTo(Span<double> target, double scale)
    {
        ref float x = ref MemoryMarshal.GetReference(Values);
        ref double t = ref MemoryMarshal.GetReference(target[..Values.Length]);
        Vector<double> factor = new(scale);
        int j = 0;
        for (; j <= Values.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref x, (nuint)j), out Vector<double> first, out Vector<double> second);
            nuint upper = (nuint)(j + Vector<double>.Count);
            Vector.FusedMultiplyAdd(factor, first, Vector.LoadUnsafe(ref t, (nuint)j)).StoreUnsafe(ref t, (nuint)j);
            Vector.FusedMultiplyAdd(factor, second, Vector.LoadUnsafe(ref t, upper)).StoreUnsafe(ref t, upper);
        }

        for (; j < Values.Length; j++) target[j] += scale * Values[j];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DenseAddTo(Span<double> target, double scale, ReadOnlySpan<double> origin)
    {
        ref float x = ref MemoryMarshal.GetReference(Values);
        ref double t = ref MemoryMarshal.GetReference(target[..Values.Length]);
        ref double m = ref MemoryMarshal.GetReference(origin[..Values.Length]);
        Vector<double> factor = new(scale);
        int j = 0;
        for (; j <= Values.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref x, (nuint)j), out Vector<double> first, out Vector<double> second);
            nuint upper = (nuint)(j + Vector<double>.Count);
            Vector.FusedMultiplyAdd(factor, first - Vector.LoadUnsafe(ref m, (nuint)j), Vector.LoadUnsafe(ref t, (nuint)j)).StoreUnsafe(ref t, (nuint)j);
            Vector.FusedMultiplyAdd(factor, second - Vector.LoadUnsafe(ref m, upper), Vector.LoadUnsafe(ref t, upper)).StoreUnsafe(ref t, upper);
        }

        for (; j < Values.Length; j++) target[j] += scale * (Values[j] - origin[j]);
    }
}
