using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Paths;

/// <summary>A problem on which the sequential strong rule errs: it leaves out a feature at whose λ the weight is far from 0.</summary>
/// <remarks>
/// The rule assumes that no gradient changes faster than λ. Here that of feature 1 does: from 0.005 at λ = 0.475 to 0.356 at
/// λ = 0.356, while the rule asks for 0.237 to keep it. Found among random matrices of small whole numbers.
/// </remarks>
public sealed class StrongRuleTests
{
    private const int LeftOut = 1;
    private const int ExampleCount = 4;
    private const int FeatureCount = 4;

    private static readonly float[] Features =
    [
        2, -2, 2, 1,
        -2, -3, -3, -3,
        2, 1, 3, 0,
        -2, 3, 0, -1,
    ];

    private static readonly double[] Labels = [3, -1, -3, 4];

    private static readonly PathSettings Settings = new()
    {
        L1Ratios = [1],
        Lambdas = [.. Enumerable.Range(0, 6).Select(k => 1.5 * Math.Pow(0.75, k))],
        Tolerance = 1e-10,
    };

    [Test]
    public void A_feature_that_it_leaves_out_wrongly_comes_back()
    {
        RegularizationPath path = Fit(Settings);
        (PathPoint before, PathPoint last) = (path.Points[^2], path.Points[^1]);

        // Or the problem would not show anything.
        Assert.That(Math.Abs(Gradient(before)), Is.LessThan(2 * last.Lambda - before.Lambda - 0.2));
        Assert.That(before.Model.Weights[LeftOut], Is.Zero);
        Assert.That(last.Model.Weights[LeftOut], Is.EqualTo(-0.20656).Within(1e-4));
        Assert.That(Gradient(last), Is.EqualTo(last.Lambda).Within(1e-4));
        Assert.That(path.Points, Has.All.Property(nameof(PathPoint.Converged)).True);
    }

    [Test]
    public void The_path_is_that_without_the_rule() => Assert.That(
        Fit(Settings).Points.SelectMany(point => point.Model.Weights),
        Is.EqualTo(Fit(Settings with { UsesStrongRule = false }).Points.SelectMany(point => point.Model.Weights)).Within(1e-4));

    private static RegularizationPath Fit(PathSettings settings) => ElasticNetPath.Fit(
        new Problem<HalfSquared, NoPenalty>(FeatureMatrix.Dense(Features, ExampleCount, FeatureCount), Labels, new(), new()) { FitIntercept = false, Standardize = false },
        settings, threads: 1);

    /// <summary>Σᵢ xᵢⱼ (zᵢ − yᵢ) / n of the feature that is left out.</summary>
    private static double Gradient(PathPoint point) => Enumerable.Range(0, ExampleCount).Sum(i =>
        Features[i * FeatureCount + LeftOut] * (Enumerable.Range(0, FeatureCount).Sum(j => Features[i * FeatureCount + j] * point.Model.Weights[j]) - Labels[i])) / ExampleCount;
}
