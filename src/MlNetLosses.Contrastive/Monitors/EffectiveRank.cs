using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Monitors;

/// <summary>Effective rank: how many directions features really use. Near 1 the encoder has collapsed.</summary>
/// <remarks>
/// With σ the singular values of the features less their mean over the rows, and q = σ / Σσ: exp(−Σ q log q), 1 to the rank.
/// Centred, because a large constant part would hide that nothing else varies.
/// Source: O. Roy, M. Vetterli, "The Effective Rank: A Measure of Effective Dimensionality", EUSIPCO 2007, definition 1.
/// </remarks>
public static class EffectiveRank
{
    /// <summary>Singular values below this share of the features' Frobenius norm are rounding of single precision, and count as 0.</summary>
    private const double Rounding = 1e-6;

    /// <summary>The effective rank of features.</summary>
    /// <param name="features"><c>m × d</c>, m ≥ 2, finite.</param>
    /// <param name="dimension">d, at least 1. Time grows with the cube of the smaller of m and d: a few hundred rows are enough.</param>
    /// <returns>1 to min(m − 1, d); 0 where all rows are equal.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a value is not finite.</exception>
    public static double Value(ReadOnlySpan<float> features, int dimension)
    {
        int rows = RowCheck.Rows(features, dimension, atLeast: 2);
        double[] columns = Columns(features, rows, dimension);
        double smallest = Rounding * Math.Sqrt(TensorPrimitives.SumOfSquares<double>(columns));
        for (int c = 0; c < dimension; c++)
        {
            Span<double> column = columns.AsSpan(c * rows, rows);
            TensorPrimitives.Subtract(column, TensorPrimitives.Sum<double>(column) / rows, column);
        }

        double[] singular = [.. SymmetricEigenvalues.Of(SmallerGram(columns, dimension, rows)).Select(e => Math.Sqrt(Math.Max(e, 0))).Where(s => s > smallest)];
        double sum = singular.Sum();
        return singular.Length == 0 ? 0 : Math.Exp(-singular.Sum(s => s / sum * Math.Log(s / sum)));
    }

    /// <summary>The features column after column, divided by the largest so that no square overflows.</summary>
    private static double[] Columns(ReadOnlySpan<float> features, int rows, int dimension)
    {
        double largest = Math.Abs((double)TensorPrimitives.MaxMagnitude(features));
        double[] columns = new double[features.Length];
        if (largest == 0) return columns;
        for (int i = 0; i < rows; i++)
            for (int c = 0; c < dimension; c++) columns[c * rows + i] = features[i * dimension + c] / largest;
        return columns;
    }

    /// <summary>X Xᵀ or Xᵀ X, whichever is smaller: their eigenvalues other than 0 are the same.</summary>
    private static double[,] SmallerGram(double[] matrix, int rows, int columns)
    {
        double[,] gram = new double[Math.Min(rows, columns), Math.Min(rows, columns)];
        double[] lines = matrix;
        int length = columns;
        if (columns < rows)
        {
            lines = new double[matrix.Length];
            length = rows;
            for (int r = 0; r < rows; r++)
                for (int c = 0; c < columns; c++) lines[c * rows + r] = matrix[r * columns + c];
        }

        for (int a = 0; a < gram.GetLength(0); a++)
            for (int b = 0; b <= a; b++) gram[a, b] = gram[b, a] = TensorPrimitives.Dot<double>(lines.AsSpan(a * length, length), lines.AsSpan(b * length, length));
        return gram;
    }
}
