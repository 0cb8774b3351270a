using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Paths;

/// <summary>Slopes mostly fall along a path, and features that they cannot bring into reach are not looked at; where slopes grow, more are.</summary>
[TestFixture]
public sealed class GrowingSlopesTests
{
    /// <summary>
    /// One example of a thousand pays for the fit of the others: its slope grows from 1 to more than a thousand, and with it the gradient of a feature that only this
    /// example has. At the slopes that the λ begins with, no gradient of that feature could be as large as the penalty.
    /// </summary>
    [Test]
    public void A_feature_that_comes_into_reach_as_slopes_grow_is_found()
    {
        const int rowCount = 1000;
        float[] values = [.. Enumerable.Repeat(1f, rowCount - 1), 3, 0.05f];
        int[] columns = [.. Enumerable.Repeat(0, rowCount - 1), 0, 1], starts = [.. Enumerable.Range(0, rowCount), rowCount + 1];
        double[] labels = [.. Enumerable.Repeat(20.0, rowCount - 1), 0];
        Problem<Poisson, NoPenalty> problem = new(FeatureMatrix.Sparse(values, columns, starts, 2), labels, new(), new()) { FitIntercept = false, Standardize = false };
        PathPoint point = ElasticNetPath.Fit(problem, new() { L1Ratios = [1], Lambdas = [0.06], Tolerance = 1e-9 }).Points[0];
        Certificate fresh = DualityGap.Certify(
            new Problem<Poisson, Lasso>(problem.Features, labels, new(), new(0.06)) { FitIntercept = false, Standardize = false }, point.Model, threads: 1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(point.Model.Weights[1], Is.Negative);
            Assert.That(fresh.RelativeGap, Is.LessThan(1e-8));
        }
    }
}
