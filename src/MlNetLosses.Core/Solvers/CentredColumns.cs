using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlNetLosses.Data;

namespace MlNetLosses.Solvers;

/// <summary>The coordinates of a linear model as columns of n numbers: feature j moved to its mean, and a column of ones, the intercept's, at p.</summary>
/// <param name="features">X transposed, <c>p × n</c>.</param>
/// <param name="origin">m, p values, or empty for 0.</param>
internal sealed class CentredColumns(FeatureMatrix features, double[] origin)
{
    /// <summary>n.</summary>
    public int RowCount => features.ColumnCount;

    /// <summary>p, and the coordinate of the intercept.</summary>
    public int Intercept => features.RowCount;

    /// <summary>Σᵢ xᵢⱼ vᵢ.</summary>
    /// <param name="coordinate">j.</param>
    /// <param name="vector">v, n values.</param>
    /// <param name="sum">Σ vᵢ.</param>
    public double Dot(int coordinate, double[] vector, double sum) =>
        coordinate == Intercept ? sum : features[coordinate].Dot(vector) - Origin(coordinate) * sum;

    /// <summary>Σᵢ hᵢ xᵢⱼ².</summary>
    /// <param name="coordinate">j.</param>
    /// <param name="factors">h, n values.</param>
    public double SquaredNorm(int coordinate, double[] factors)
    {
        double sum = 0, mean = Origin(coordinate);
        if (coordinate == Intercept)
        {
            foreach (double factor in factors) sum += factor;
            return sum;
        }

        Row column = features[coordinate];
        for (int k = 0; k < column.Values.Length; k++)
        {
            double x = column.Values[k] - mean;
            sum += factors[column.IsSparse ? column.Columns[k] : k] * x * x;
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
            double change = scale * factors[i] * (column.Values[k] - mean);
            target[i] += change;
            added += change;
        }

        return added;
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

    private double Origin(int coordinate) => origin.Length == 0 || coordinate == Intercept ? 0 : origin[coordinate];
}
