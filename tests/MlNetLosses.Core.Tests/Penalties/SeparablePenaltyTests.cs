using CsCheck;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Penalties;

/// <summary>Factors, scales and bounds around a penalty, against brute force over a grid of weights.</summary>
[TestFixture]
public sealed class SeparablePenaltyTests
{
    private const double Step = 1.0 / 64;

    private static readonly double[] Grid = [.. Enumerable.Range(-40 * 64, 80 * 64 + 1).Select(k => k * Step)];

    private static readonly Gen<(double Factor, double Scale, double? Lower, double? Upper)> Features =
        from factor in Gen.OneOf(Gen.Const(1.0), Gen.Double[0.25, 4])
        from scale in Gen.OneOf(Gen.Const(1.0), Gen.Double[0.25, 4])
        from lower in BoundOf(-1.5)
        from upper in BoundOf(2)
        select (factor, scale, lower, upper);

    [Test]
    public void Value_applies_factor_and_scale() => Features.Sample((factor, scale, lower, upper) =>
        Math.Abs(Of(new ElasticNet(0.5, 2), factor, scale, lower, upper).Value([1.5]) - factor * (0.5 * 1.5 * scale + 1.5 * scale * 1.5 * scale)) <= 1e-12 * factor * scale * scale);

    [Test]
    public void Prox_beats_every_weight_within_the_bounds() => Gen.Select(Features, Gen.Double[-5, 5], Gen.Double[0, 3]).Sample((feature, point, step) =>
    {
        SeparablePenalty<ElasticNet> penalty = Of(new ElasticNet(0.5, 2), feature.Factor, feature.Scale, feature.Lower, feature.Upper);
        double Objective(double w) => 0.5 * (w - point) * (w - point) + step * penalty.Value(0, w);
        double best = penalty.Prox(0, point, step);
        return IsWithin(best, feature.Lower, feature.Upper) && Within(feature.Lower, feature.Upper).All(w => Objective(best) <= Objective(w) + 1e-12);
    });

    [Test]
    public void Link_beats_every_weight_within_the_bounds() => Gen.Select(Features, Gen.Double[-5, 5]).Sample((feature, dual) =>
    {
        SeparablePenalty<ElasticNet> penalty = Of(new ElasticNet(0.5, 2), feature.Factor, feature.Scale, feature.Lower, feature.Upper);
        double Objective(double w) => dual * w - penalty.Value(0, w);
        double best = penalty.Link(0, dual);
        return IsWithin(best, feature.Lower, feature.Upper) && Within(feature.Lower, feature.Upper).All(w => Objective(best) >= Objective(w) - 1e-12);
    });

    [Test]
    public void Residual_is_what_the_best_weight_gains() => Gen.Select(Features, Gen.Double[-5, 5], Gen.Double[-1.5, 2]).Sample((feature, dual, drawn) =>
    {
        SeparablePenalty<ElasticNet> penalty = Of(new ElasticNet(0.5, 2), feature.Factor, feature.Scale, feature.Lower, feature.Upper);
        double weight = penalty.Clip(0, drawn), residual = penalty.Residual(0, weight, dual);
        double onGrid = Within(feature.Lower, feature.Upper).Max(w => dual * w - penalty.Value(0, w)) - (dual * weight - penalty.Value(0, weight));
        double curvature = 2 * feature.Factor * feature.Scale * feature.Scale;
        return residual >= -1e-13 && residual >= onGrid - 1e-12 && residual <= onGrid + curvature * Step * Step + 1e-12;
    });

    [Test]
    public void Largest_factor_leads_to_where_the_conjugate_is_finite() => Gen.Select(Features, Gen.Double[-5, 5]).Sample((feature, dual) =>
    {
        SeparablePenalty<Lasso> penalty = Of(new Lasso(0.5), feature.Factor, feature.Scale, feature.Lower, feature.Upper);
        double factor = penalty.LargestFactor(0, dual);
        bool isLargest = factor == 1 || !double.IsFinite(penalty.Residual(0, 0, dual * (factor + 1e-12)));
        return factor is > 0 and <= 1 && double.IsFinite(penalty.Residual(0, 0, dual * factor)) && isLargest;
    });

    [TestCase(null, null, 0, 0)]
    [TestCase(-1.0, null, 0, 1)]
    [TestCase(null, 1.0, 1, 0)]
    [TestCase(-1.0, 1.0, 1, 1)]
    public void Without_penalty_only_a_bound_makes_the_conjugate_finite(double? lower, double? upper, double forPositive, double forNegative)
    {
        SeparablePenalty<Lasso> penalty = Of(new Lasso(0.5), 0, 1, lower, upper);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(penalty.LargestFactor(0, 0.25), Is.EqualTo(forPositive));
            Assert.That(penalty.LargestFactor(0, -0.25), Is.EqualTo(forNegative));
            Assert.That(penalty.IsUnpenalized(0), Is.EqualTo(forPositive == 0 || forNegative == 0));
            Assert.That(penalty.Value([3]), Is.Zero);
        }
    }

    [Test]
    public void A_feature_without_variance_is_held_at_zero()
    {
        SeparablePenalty<ElasticNet> penalty = Of(new ElasticNet(0, 1), 1, 0, null, null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(penalty.IsFixed(0), Is.True);
            Assert.That(penalty.Prox(0, 5, 1), Is.Zero);
            Assert.That(penalty.Link(0, 5), Is.Zero);
            Assert.That(penalty.LargestFactor(0, 5), Is.EqualTo(1.0));
            Assert.That(penalty.IsUnpenalized(0), Is.False);
        }
    }

    /// <summary>None, 0 or <paramref name="bound"/>.</summary>
    private static Gen<double?> BoundOf(double bound) => Gen.Int[0, 2].Select(k => k == 0 ? default(double?) : k == 1 ? 0 : bound);

    private static SeparablePenalty<TPenalty> Of<TPenalty>(TPenalty penalty, double factor, double scale, double? lower, double? upper)
        where TPenalty : struct, IPenalty =>
        new(penalty, [factor], [scale], lower is null ? null : [lower.Value], upper is null ? null : [upper.Value]);

    private static IEnumerable<double> Within(double? lower, double? upper) => Grid.Where(w => IsWithin(w, lower, upper));

    private static bool IsWithin(double weight, double? lower, double? upper) => !(weight < lower) && !(weight > upper);

    private static bool AreClose(double a, double b) => Math.Abs(a - b) <= 1e-13 * (1 + Math.Abs(a));
}
