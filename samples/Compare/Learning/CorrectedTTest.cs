using MathNet.Numerics.Distributions;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>Whether two candidates differ by more than the luck of the split: the corrected resampled t-test.</summary>
/// <remarks>
/// The folds' training parts overlap, so the differences d₁ … dₖ are not independent, and the usual paired t-test finds differences
/// where there are none. The correction widens the variance by the share of the data that is tested on:
/// <code>
/// t = mean(d) / √((1/k + n_test/n_train) s²)     with k − 1 degrees of freedom, s² the sample variance of d
/// </code>
/// Source: C. Nadeau, Y. Bengio, "Inference for the Generalization Error", Machine Learning 52 (2003), 239–281.
/// </remarks>
internal static class CorrectedTTest
{
    /// <summary>Below this p-value a difference is called real.</summary>
    public const double Level = 0.05;

    /// <summary>The two-sided p-value of the differences of two candidates' scores, fold by fold.</summary>
    /// <param name="differences">One for each fold.</param>
    /// <param name="testToTrain">Rows tested on to rows trained on in each fold: 1/(K − 1) in K-fold cross-validation.</param>
    /// <returns>In [0, 1]; NaN for fewer than two folds, which say nothing about luck.</returns>
    public static double PValue(IReadOnlyList<double> differences, double testToTrain)
    {
        int count = differences.Count;
        if (count < 2)
            return double.NaN;
        double mean = differences.Average();
        double variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / (count - 1);
        if (variance == 0)
            return mean == 0 ? 1 : 0;
        double t = mean / Math.Sqrt((1.0 / count + testToTrain) * variance);
        return 2 * StudentT.CDF(location: 0, scale: 1, freedom: count - 1, -Math.Abs(t));
    }
}
