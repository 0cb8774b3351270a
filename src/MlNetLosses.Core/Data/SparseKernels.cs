using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlNetLosses.Data;

/// <summary>What solvers do with a sparse row: entries and their columns.</summary>
/// <remarks>Columns are checked against the other operand at each access: the arrays are the user's, and what is out of range must throw.</remarks>
internal static class SparseKernels
{
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

    /// <summary>xᵀw. Four sums at once: one would wait for itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> values, ReadOnlySpan<int> columns, ReadOnlySpan<double> weights)
    {
        columns = columns[..values.Length];
        double first = 0, second = 0, third = 0, fourth = 0;
        int k = 0;
        for (; k <= values.Length - 4; k += 4)
        {
            first += values[k].Widen() * weights[columns[k]];
            second += values[k + 1].Widen() * weights[columns[k + 1]];
            third += values[k + 2].Widen() * weights[columns[k + 2]];
            fourth += values[k + 3].Widen() * weights[columns[k + 3]];
        }

        for (; k < values.Length; k++) first += values[k].Widen() * weights[columns[k]];
        return (first + second) + (third + fourth);
    }

    /// <summary>(x − m)ᵀw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> values, ReadOnlySpan<int> columns, ReadOnlySpan<double> weights, ReadOnlySpan<double> origin)
    {
        double sum = 0;
        for (int k = 0; k < values.Length; k++) sum += (values[k].Widen() - origin[columns[k]]) * weights[columns[k]];
        return sum;
    }

    /// <summary>target ← target + scale (x − m); an empty m is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo(ReadOnlySpan<float> values, ReadOnlySpan<int> columns, double scale, ReadOnlySpan<double> origin, Span<double> target)
    {
        columns = columns[..values.Length];
        if (origin.IsEmpty)
            for (int k = 0; k < values.Length; k++) target[columns[k]] += scale * values[k].Widen();
        else
            for (int k = 0; k < values.Length; k++) target[columns[k]] += scale * (values[k].Widen() - origin[columns[k]]);
    }

    /// <summary>target ← target + scale c ∘ (x − m); an empty m is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo(
        ReadOnlySpan<float> values, ReadOnlySpan<int> columns, double scale, ReadOnlySpan<double> factors, ReadOnlySpan<double> origin, Span<double> target)
    {
        columns = columns[..values.Length];
        if (origin.IsEmpty)
            for (int k = 0; k < values.Length; k++) target[columns[k]] += scale * factors[columns[k]] * values[k].Widen();
        else
            for (int k = 0; k < values.Length; k++) target[columns[k]] += scale * factors[columns[k]] * (values[k].Widen() - origin[columns[k]]);
    }
}
