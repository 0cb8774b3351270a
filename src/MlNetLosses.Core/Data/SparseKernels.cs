using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetLosses.Data;

/// <summary>What solvers do with a sparse row: entries and their columns, four at a time.</summary>
/// <remarks>
/// Columns are checked against the other operand at each access: the arrays are the user's, and what is out of range must throw.
/// Entries are widened four at a time; a cast of one waits for the cast before it (<see cref="Precision"/>).
/// </remarks>
internal static class SparseKernels
{
    private const int Lanes = 4;

    /// <exception cref="ArgumentException">Columns do not increase, or are not those of a matrix.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CheckColumns(ReadOnlySpan<int> columns, int columnCount, long row)
    {
        if (columns.IsEmpty) return;
        int k = 1;
        while (k <= columns.Length - Vector512<int>.Count && Vector512.GreaterThanAll(Vector512.Create(columns[k..]), Vector512.Create(columns[(k - 1)..])))
            k += Vector512<int>.Count;
        while (k < columns.Length && columns[k] > columns[k - 1]) k++;
        int wrong = columns[0] < 0 ? 0 : k < columns.Length ? k : columns[^1] >= columnCount ? columns.Length - 1 : -1;
        if (wrong >= 0)
            throw new ArgumentException($"Columns must increase within a row and stay below {columnCount}, got {columns[wrong]} after {(wrong == 0 ? -1 : columns[wrong - 1])} in row {row}.", nameof(columns));
    }

    /// <summary>xᵀw. Two sums at once: one would wait for itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> values, ReadOnlySpan<int> columns, ReadOnlySpan<double> weights)
    {
        columns = columns[..values.Length];
        StoredEntries x = new(values);
        Vector256<double> even = default, odd = default;
        int k = 0;
        for (; k <= values.Length - 2 * Lanes; k += 2 * Lanes)
        {
            even = Vector256.FusedMultiplyAdd(x.Four(k), Gather(weights, columns, k), even);
            odd = Vector256.FusedMultiplyAdd(x.Four(k + Lanes), Gather(weights, columns, k + Lanes), odd);
        }

        double sum = Vector256.Sum(even + odd);
        for (; k < values.Length; k++) sum += x.One(k) * weights[columns[k]];
        return sum;
    }

    /// <summary>xᵀw, while a row that is wanted soon is fetched line by line, so that neither waits for the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(
        ReadOnlySpan<float> values, ReadOnlySpan<int> columns, ReadOnlySpan<double> weights, ReadOnlySpan<float> soonValues, ReadOnlySpan<int> soonColumns)
    {
        const int Step = Prefetching.EntriesPerCacheLine;
        columns = columns[..values.Length];
        soonColumns = soonColumns[..soonValues.Length];
        StoredEntries x = new(values);
        Vector256<double> even = default, odd = default;
        int k = 0;
        for (; k <= Math.Min(values.Length, soonValues.Length) - Step; k += Step)
        {
            Prefetching.Fetch(in soonValues[k]);
            Prefetching.Fetch(in soonColumns[k]);
            even = Vector256.FusedMultiplyAdd(x.Four(k), Gather(weights, columns, k), even);
            odd = Vector256.FusedMultiplyAdd(x.Four(k + Lanes), Gather(weights, columns, k + Lanes), odd);
            even = Vector256.FusedMultiplyAdd(x.Four(k + 2 * Lanes), Gather(weights, columns, k + 2 * Lanes), even);
            odd = Vector256.FusedMultiplyAdd(x.Four(k + 3 * Lanes), Gather(weights, columns, k + 3 * Lanes), odd);
        }

        Prefetching.Fetch(soonValues[k..]);
        Prefetching.Fetch(soonColumns[k..]);
        return Vector256.Sum(even + odd) + Dot(values[k..], columns[k..], weights);
    }

    /// <summary>(x − m)ᵀw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> values, ReadOnlySpan<int> columns, ReadOnlySpan<double> weights, ReadOnlySpan<double> origin)
    {
        columns = columns[..values.Length];
        StoredEntries x = new(values);
        Vector256<double> sums = default;
        int k = 0;
        for (; k <= values.Length - Lanes; k += Lanes)
            sums = Vector256.FusedMultiplyAdd(x.Four(k) - Gather(origin, columns, k), Gather(weights, columns, k), sums);
        double sum = Vector256.Sum(sums);
        for (; k < values.Length; k++) sum += (x.One(k) - origin[columns[k]]) * weights[columns[k]];
        return sum;
    }

    /// <summary>Σ v (x − m) of the entries v of a sparse column and those of a dense one in the same rows, for one m. Two sums at once: one would wait for itself.</summary>
    /// <param name="values">v, at least one for each row.</param>
    /// <param name="rows">Their rows.</param>
    /// <param name="dense">x, all n.</param>
    /// <param name="mean">m.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> values, ReadOnlySpan<int> rows, ReadOnlySpan<float> dense, double mean)
    {
        values = values[..rows.Length];
        Vector256<double> even = default, odd = default, m = Vector256.Create(mean);
        int k = 0;
        for (; k <= rows.Length - 2 * Lanes; k += 2 * Lanes)
        {
            even = Vector256.FusedMultiplyAdd(Vector256.Create(values[k..]), Gather(dense, rows, k) - m, even);
            odd = Vector256.FusedMultiplyAdd(Vector256.Create(values[(k + Lanes)..]), Gather(dense, rows, k + Lanes) - m, odd);
        }

        double sum = Vector256.Sum(even + odd);
        for (; k < rows.Length; k++) sum += values[k] * (dense[rows[k]].Widen() - mean);
        return sum;
    }

    /// <summary>Σ w (x − m)² of the stored entries, for one m. Two sums at once: one would wait for itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredNorm(ReadOnlySpan<float> values, ReadOnlySpan<int> columns, double mean, ReadOnlySpan<double> weights)
    {
        columns = columns[..values.Length];
        double first = 0, second = 0;
        int k = 0;
        for (; k <= values.Length - 2; k += 2)
        {
            double x = values[k].Widen() - mean, y = values[k + 1].Widen() - mean;
            first += weights[columns[k]] * x * x;
            second += weights[columns[k + 1]] * y * y;
        }

        if (k < values.Length) first += weights[columns[k]] * (values[k].Widen() - mean) * (values[k].Widen() - mean);
        return first + second;
    }

    /// <summary>target ← target + scale (x − m); an empty m is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo(ReadOnlySpan<float> values, ReadOnlySpan<int> columns, double scale, ReadOnlySpan<double> origin, Span<double> target)
    {
        columns = columns[..values.Length];
        StoredEntries x = new(values);
        int k = 0;
        for (; k <= values.Length - Lanes; k += Lanes)
        {
            Vector256<double> entries = origin.IsEmpty ? x.Four(k) : x.Four(k) - Gather(origin, columns, k);
            Add(scale * entries, columns, k, target);
        }

        for (; k < values.Length; k++) target[columns[k]] += scale * (origin.IsEmpty ? x.One(k) : x.One(k) - origin[columns[k]]);
    }

    /// <summary>target ← target + scale c ∘ (x − m); an empty m is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo(
        ReadOnlySpan<float> values, ReadOnlySpan<int> columns, double scale, ReadOnlySpan<double> factors, ReadOnlySpan<double> origin, Span<double> target)
    {
        columns = columns[..values.Length];
        StoredEntries x = new(values);
        int k = 0;
        for (; k <= values.Length - Lanes; k += Lanes)
        {
            Vector256<double> entries = origin.IsEmpty ? x.Four(k) : x.Four(k) - Gather(origin, columns, k);
            Add(scale * Gather(factors, columns, k) * entries, columns, k, target);
        }

        for (; k < values.Length; k++)
            target[columns[k]] += scale * factors[columns[k]] * (origin.IsEmpty ? x.One(k) : x.One(k) - origin[columns[k]]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Gather(ReadOnlySpan<double> source, ReadOnlySpan<int> columns, int k) =>
        Vector256.Create(source[columns[k]], source[columns[k + 1]], source[columns[k + 2]], source[columns[k + 3]]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Gather(ReadOnlySpan<float> source, ReadOnlySpan<int> columns, int k)
    {
        Vector128<float> four = Vector128.Create(source[columns[k]], source[columns[k + 1]], source[columns[k + 2]], source[columns[k + 3]]);
        return Avx.IsSupported ? Avx.ConvertToVector256Double(four) : Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<double> terms, ReadOnlySpan<int> columns, int k, Span<double> target)
    {
        target[columns[k]] += terms[0];
        target[columns[k + 1]] += terms[1];
        target[columns[k + 2]] += terms[2];
        target[columns[k + 3]] += terms[3];
    }
}
