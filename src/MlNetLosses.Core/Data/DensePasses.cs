using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetLosses.Data;

/// <summary>Passes over neighbouring rows of a dense matrix, four rows at a time.</summary>
/// <remarks>
/// Sums by column are read and written once for four rows, and are the same to the last bit as if the rows came one by one. Rows are asked for ahead of their turn, since four streams, and rows
/// that were taken out of a larger matrix, are more than processors foresee.
/// </remarks>
internal static class DensePasses
{
    private const int Lanes = 8;
    private const int Rows = 4;

    /// <summary>z ← (X − 1mᵀ) w + b, of some rows.</summary>
    /// <param name="features">X, <c>n × p</c>, dense.</param>
    /// <param name="start">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="weights">w, p values.</param>
    /// <param name="intercept">b.</param>
    /// <param name="origin">m, p values.</param>
    /// <param name="products">z, n values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(FeatureMatrix features, int start, int end, double[] weights, double intercept, double[] origin, double[] products)
    {
        for (int i = start; i < end;)
        {
            ReadOnlySpan<float> four = Neighbours(features, i, end);
            if (four.IsEmpty) products[i] = features[i].Dot(weights, origin) + intercept;
            else Dot(four, weights, intercept, origin, products.AsSpan(i));
            i += four.IsEmpty ? 1 : Rows;
        }
    }

    /// <summary>target ← target + (X − 1mᵀ)ᵀ v, of some rows.</summary>
    /// <param name="features">X, <c>n × p</c>, dense.</param>
    /// <param name="start">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="factors">v, n values; rows where it is 0 are not read.</param>
    /// <param name="origin">m, p values.</param>
    /// <param name="target">p values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo(FeatureMatrix features, int start, int end, double[] factors, double[] origin, double[] target)
    {
        for (int i = start; i < end;)
        {
            ReadOnlySpan<float> four = Neighbours(features, i, end);
            if (four.IsEmpty) features[i].AddTo(target, factors[i], origin);
            else if (factors.AsSpan(i, Rows).ContainsAnyExcept(0.0)) AddTo(four, factors.AsSpan(i), origin, target);
            i += four.IsEmpty ? 1 : Rows;
        }
    }

    /// <summary>sums ← sums + Σ s (x − m), squares ← squares + Σ s (x − m)², of some rows.</summary>
    /// <param name="features">X, <c>n × p</c>, dense.</param>
    /// <param name="start">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="shares">s, n values.</param>
    /// <param name="origin">m, p values.</param>
    /// <param name="sums">p values.</param>
    /// <param name="squares">p values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMomentsTo(
        FeatureMatrix features, int start, int end, double[] shares, double[] origin, Span<double> sums, Span<double> squares)
    {
        for (int i = start; i < end;)
        {
            ReadOnlySpan<float> four = Neighbours(features, i, end);
            if (four.IsEmpty) DenseKernels.AddMomentsTo(new CentredEntries(features[i].Values, origin), shares[i], sums, squares);
            else AddMomentsTo(four, shares.AsSpan(i), origin, sums, squares);
            i += four.IsEmpty ? 1 : Rows;
        }
    }

    /// <summary>The values of four rows, empty where there are fewer, or where they are not next to each other; later ones are asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<float> Neighbours(FeatureMatrix features, int row, int end)
    {
        if (row > end - Rows) return default;
        features.FetchAfter(row, Rows);
        return features.Neighbours(row, Rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dot(ReadOnlySpan<float> four, ReadOnlySpan<double> weights, double intercept, ReadOnlySpan<double> origin, Span<double> products)
    {
        int p = four.Length / Rows, j = 0;
        StoredEntries x0 = new(four[..p]), x1 = new(four[p..(2 * p)]), x2 = new(four[(2 * p)..(3 * p)]), x3 = new(four[(3 * p)..]);
        ref double w = ref MemoryMarshal.GetReference(weights[..p]), m = ref MemoryMarshal.GetReference(origin[..p]);
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; j <= p - Lanes; j += Lanes)
        {
            Vector512<double> weight = Vector512.LoadUnsafe(ref w, (nuint)j), mean = Vector512.LoadUnsafe(ref m, (nuint)j);
            s0 = Vector512.FusedMultiplyAdd(x0.Eight(j) - mean, weight, s0);
            s1 = Vector512.FusedMultiplyAdd(x1.Eight(j) - mean, weight, s1);
            s2 = Vector512.FusedMultiplyAdd(x2.Eight(j) - mean, weight, s2);
            s3 = Vector512.FusedMultiplyAdd(x3.Eight(j) - mean, weight, s3);
        }

        Vector256<double> sums = Vector256.Create(Vector512.Sum(s0), Vector512.Sum(s1), Vector512.Sum(s2), Vector512.Sum(s3));
        for (; j < p; j++)
        {
            Vector256<double> entries = Vector256.Create(x0.One(j), x1.One(j), x2.One(j), x3.One(j)) - Vector256.Create(Unsafe.Add(ref m, j));
            sums = Vector256.FusedMultiplyAdd(entries, Vector256.Create(Unsafe.Add(ref w, j)), sums);
        }

        (sums + Vector256.Create(intercept)).CopyTo(products);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTo(ReadOnlySpan<float> four, ReadOnlySpan<double> factors, ReadOnlySpan<double> origin, Span<double> target)
    {
        int p = four.Length / Rows, j = 0;
        StoredEntries x0 = new(four[..p]), x1 = new(four[p..(2 * p)]), x2 = new(four[(2 * p)..(3 * p)]), x3 = new(four[(3 * p)..]);
        ref double m = ref MemoryMarshal.GetReference(origin[..p]), t = ref MemoryMarshal.GetReference(target[..p]);
        Vector512<double> f0 = Vector512.Create(factors[0]), f1 = Vector512.Create(factors[1]), f2 = Vector512.Create(factors[2]), f3 = Vector512.Create(factors[3]);
        for (; j <= p - Lanes; j += Lanes)
        {
            Vector512<double> mean = Vector512.LoadUnsafe(ref m, (nuint)j), sum = Vector512.LoadUnsafe(ref t, (nuint)j);
            sum = Vector512.FusedMultiplyAdd(f0, x0.Eight(j) - mean, sum);
            sum = Vector512.FusedMultiplyAdd(f1, x1.Eight(j) - mean, sum);
            sum = Vector512.FusedMultiplyAdd(f2, x2.Eight(j) - mean, sum);
            sum = Vector512.FusedMultiplyAdd(f3, x3.Eight(j) - mean, sum);
            sum.StoreUnsafe(ref t, (nuint)j);
        }

        if (j <= p - Lanes / 2)
        {
            Vector256<double> mean = Vector256.LoadUnsafe(ref m, (nuint)j), sum = Vector256.LoadUnsafe(ref t, (nuint)j);
            sum = Vector256.FusedMultiplyAdd(f0.GetLower(), x0.Four(j) - mean, sum);
            sum = Vector256.FusedMultiplyAdd(f1.GetLower(), x1.Four(j) - mean, sum);
            sum = Vector256.FusedMultiplyAdd(f2.GetLower(), x2.Four(j) - mean, sum);
            sum = Vector256.FusedMultiplyAdd(f3.GetLower(), x3.Four(j) - mean, sum);
            sum.StoreUnsafe(ref t, (nuint)j);
            j += Lanes / 2;
        }

        for (; j < p; j++)
        {
            ref double mean = ref Unsafe.Add(ref m, j), sum = ref Unsafe.Add(ref t, j);
            sum += factors[0] * (x0.One(j) - mean);
            sum += factors[1] * (x1.One(j) - mean);
            sum += factors[2] * (x2.One(j) - mean);
            sum += factors[3] * (x3.One(j) - mean);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddMomentsTo(
        ReadOnlySpan<float> four, ReadOnlySpan<double> shares, ReadOnlySpan<double> origin, Span<double> sums, Span<double> squares)
    {
        int p = four.Length / Rows, j = 0;
        StoredEntries x0 = new(four[..p]), x1 = new(four[p..(2 * p)]), x2 = new(four[(2 * p)..(3 * p)]), x3 = new(four[(3 * p)..]);
        ref double m = ref MemoryMarshal.GetReference(origin[..p]), t = ref MemoryMarshal.GetReference(sums[..p]), u = ref MemoryMarshal.GetReference(squares[..p]);
        Vector512<double> f0 = Vector512.Create(shares[0]), f1 = Vector512.Create(shares[1]), f2 = Vector512.Create(shares[2]), f3 = Vector512.Create(shares[3]);
        for (; j <= p - Lanes; j += Lanes)
        {
            Vector512<double> mean = Vector512.LoadUnsafe(ref m, (nuint)j), x = x0.Eight(j) - mean, scaled = f0 * x;
            Vector512<double> sum = Vector512.LoadUnsafe(ref t, (nuint)j) + scaled, square = Vector512.FusedMultiplyAdd(scaled, x, Vector512.LoadUnsafe(ref u, (nuint)j));
            x = x1.Eight(j) - mean;
            scaled = f1 * x;
            (sum, square) = (sum + scaled, Vector512.FusedMultiplyAdd(scaled, x, square));
            x = x2.Eight(j) - mean;
            scaled = f2 * x;
            (sum, square) = (sum + scaled, Vector512.FusedMultiplyAdd(scaled, x, square));
            x = x3.Eight(j) - mean;
            scaled = f3 * x;
            (sum, square) = (sum + scaled, Vector512.FusedMultiplyAdd(scaled, x, square));
            sum.StoreUnsafe(ref t, (nuint)j);
            square.StoreUnsafe(ref u, (nuint)j);
        }

        for (; j < p; j++)
        {
            for (int row = 0; row < Rows; row++)
            {
                double entry = four[row * p + j] - Unsafe.Add(ref m, j), scaled = shares[row] * entry;
                Unsafe.Add(ref t, j) += scaled;
                Unsafe.Add(ref u, j) += scaled * entry;
            }
        }
    }
}
