using System.Globalization;

namespace MlNetLosses.Paths;

/// <summary>The λs of a path, from the largest down.</summary>
internal static class LambdaGrid
{
    /// <summary>λmin/λmax with more examples than features, as in glmnet.</summary>
    private const double ManyExamples = 1e-4;

    /// <summary>λmin/λmax otherwise: long before 1e-4 such a model fits every label.</summary>
    private const double FewExamples = 1e-2;

    /// <summary>λₖ = λmax rᵏ, evenly spaced in log λ.</summary>
    /// <param name="lambdaMax">The largest; 0 where no λ changes anything, and one is enough.</param>
    /// <param name="count">How many.</param>
    /// <param name="minRatio">λmin/λmax; null: 1e-4 for more examples than features, otherwise 1e-2.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="columnCount">p.</param>
    public static double[] Geometric(double lambdaMax, int count, double? minRatio, int rowCount, int columnCount)
    {
        if (lambdaMax == 0) return [1];
        double ratio = minRatio ?? (rowCount > columnCount ? ManyExamples : FewExamples);
        return [.. Enumerable.Range(0, count).Select(k => k == 0 ? lambdaMax : lambdaMax * Math.Pow(ratio, k / (count - 1.0)))];
    }

    /// <exception cref="ArgumentException">The λs are none, or not positive, or do not decrease.</exception>
    public static void Check(IReadOnlyList<double> lambdas)
    {
        if (lambdas.Count == 0) throw new ArgumentException("Lambdas must hold at least one value, got none. Leave it null for the usual grid.");
        for (int k = 0; k < lambdas.Count; k++)
        {
            if (!(lambdas[k] > 0 && double.IsFinite(lambdas[k])))
                throw new ArgumentException($"Lambdas must be positive and finite, got {Text(lambdas[k])} at index {k}. For no penalty at all use coordinate descent with NoPenalty.");
            if (k > 0 && lambdas[k] >= lambdas[k - 1])
                throw new ArgumentException($"Lambdas must decrease, got {Text(lambdas[k])} after {Text(lambdas[k - 1])} at index {k}. Sort them, the largest first: each fit starts from the one before.");
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
