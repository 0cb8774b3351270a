using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetLosses.Data;

/// <summary>What solvers do with a dense row. The order of the sums depends on the row's length alone, so the bits are the same on every processor that fuses.</summary>
internal static class DenseKernels
{
    private const int Lanes = 8;

    /// <summary>xᵀw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot<TEntries>(TEntries x, ReadOnlySpan<double> weights)
        where TEntries : struct, IDenseEntries, allows ref struct
    {
        ref double w = ref MemoryMarshal.GetReference(weights[..x.Count]);
        Vector512<double> even = default, odd = default;
        int j = 0;
        for (; j <= x.Count - 2 * Lanes; j += 2 * Lanes)
        {
            even = Vector512.FusedMultiplyAdd(x.Eight(j), Vector512.LoadUnsafe(ref w, (nuint)j), even);
            odd = Vector512.FusedMultiplyAdd(x.Eight(j + Lanes), Vector512.LoadUnsafe(ref w, (nuint)(j + Lanes)), odd);
        }

        if (j <= x.Count - Lanes)
        {
            even = Vector512.FusedMultiplyAdd(x.Eight(j), Vector512.LoadUnsafe(ref w, (nuint)j), even);
            j += Lanes;
        }

        even += odd;
        Vector256<double> half = even.GetLower() + even.GetUpper();
        if (j <= x.Count - Lanes / 2)
        {
            half = Vector256.FusedMultiplyAdd(x.Four(j), Vector256.LoadUnsafe(ref w, (nuint)j), half);
            j += Lanes / 2;
        }

        double sum = Vector256.Sum(half);
        for (; j < x.Count; j++) sum += x.One(j) * Unsafe.Add(ref w, j);
        return sum;
    }

    /// <summary>target ← target + scale x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo<TEntries>(TEntries x, double scale, Span<double> target)
        where TEntries : struct, IDenseEntries, allows ref struct
    {
        ref double t = ref MemoryMarshal.GetReference(target[..x.Count]);
        Vector512<double> factor = Vector512.Create(scale);
        int j = 0;
        for (; j <= x.Count - Lanes; j += Lanes)
            Vector512.FusedMultiplyAdd(factor, x.Eight(j), Vector512.LoadUnsafe(ref t, (nuint)j)).StoreUnsafe(ref t, (nuint)j);
        if (j <= x.Count - Lanes / 2)
        {
            Vector256.FusedMultiplyAdd(factor.GetLower(), x.Four(j), Vector256.LoadUnsafe(ref t, (nuint)j)).StoreUnsafe(ref t, (nuint)j);
            j += Lanes / 2;
        }

        for (; j < x.Count; j++) Unsafe.Add(ref t, j) += scale * x.One(j);
    }

    /// <summary>target ← target + scale c ∘ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo<TEntries>(TEntries x, double scale, ReadOnlySpan<double> factors, Span<double> target)
        where TEntries : struct, IDenseEntries, allows ref struct
    {
        ref double t = ref MemoryMarshal.GetReference(target[..x.Count]), c = ref MemoryMarshal.GetReference(factors[..x.Count]);
        Vector512<double> factor = Vector512.Create(scale);
        int j = 0;
        for (; j <= x.Count - Lanes; j += Lanes)
        {
            Vector512<double> scaled = factor * Vector512.LoadUnsafe(ref c, (nuint)j);
            Vector512.FusedMultiplyAdd(scaled, x.Eight(j), Vector512.LoadUnsafe(ref t, (nuint)j)).StoreUnsafe(ref t, (nuint)j);
        }

        for (; j < x.Count; j++) Unsafe.Add(ref t, j) += scale * Unsafe.Add(ref c, j) * x.One(j);
    }

    /// <summary>target ← x.</summary>
    public static void CopyTo<TEntries>(TEntries x, Span<double> target)
        where TEntries : struct, IDenseEntries, allows ref struct
    {
        ref double t = ref MemoryMarshal.GetReference(target[..x.Count]);
        int j = 0;
        for (; j <= x.Count - Lanes; j += Lanes) x.Eight(j).StoreUnsafe(ref t, (nuint)j);
        for (; j < x.Count; j++) Unsafe.Add(ref t, j) = x.One(j);
    }

    /// <summary>Σⱼ cⱼ xⱼ².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredNorm<TEntries>(TEntries x, ReadOnlySpan<double> factors)
        where TEntries : struct, IDenseEntries, allows ref struct
    {
        ref double c = ref MemoryMarshal.GetReference(factors[..x.Count]);
        Vector512<double> sums = default;
        int j = 0;
        for (; j <= x.Count - Lanes; j += Lanes)
        {
            Vector512<double> entries = x.Eight(j);
            sums = Vector512.FusedMultiplyAdd(entries * entries, Vector512.LoadUnsafe(ref c, (nuint)j), sums);
        }

        double sum = Vector512.Sum(sums);
        for (; j < x.Count; j++) sum += x.One(j) * x.One(j) * Unsafe.Add(ref c, j);
        return sum;
    }

    /// <summary>sums ← sums + share x, squares ← squares + share x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMomentsTo<TEntries>(TEntries x, double share, Span<double> sums, Span<double> squares)
        where TEntries : struct, IDenseEntries, allows ref struct
    {
        ref double first = ref MemoryMarshal.GetReference(sums[..x.Count]), second = ref MemoryMarshal.GetReference(squares[..x.Count]);
        Vector512<double> factor = Vector512.Create(share);
        int j = 0;
        for (; j <= x.Count - Lanes; j += Lanes)
        {
            Vector512<double> entries = x.Eight(j), scaled = factor * entries;
            (Vector512.LoadUnsafe(ref first, (nuint)j) + scaled).StoreUnsafe(ref first, (nuint)j);
            Vector512.FusedMultiplyAdd(scaled, entries, Vector512.LoadUnsafe(ref second, (nuint)j)).StoreUnsafe(ref second, (nuint)j);
        }

        for (; j < x.Count; j++)
        {
            double scaled = share * x.One(j);
            Unsafe.Add(ref first, j) += scaled;
            Unsafe.Add(ref second, j) += scaled * x.One(j);
        }
    }
}
