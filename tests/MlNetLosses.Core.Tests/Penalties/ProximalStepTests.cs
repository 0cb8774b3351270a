using CsCheck;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Penalties;

/// <summary>The step on all weights, against the prox of each: features alike or not, with and without bounds, at every length around the width of a vector.</summary>
[TestFixture]
public sealed class ProximalStepTests
{
    private const double StepSize = 0.3;
    private const double Count = 3;

    private static readonly ElasticNet Penalty = new(0.5, 2);

    private static readonly Gen<(double[] Weights, SeparablePenalty<ElasticNet> Separable, int Stride)> Draws =
        from features in Gen.Int[1, 20]
        from stride in Gen.OneOf(Gen.Const(1), Gen.Const(8), Gen.Const(16))
        from weights in Gen.Double[-3, 3].Array[features * stride]
        from factors in AlikeOrNot(Gen.Double[0, 4], features)
        from scales in AlikeOrNot(Gen.OneOf(Gen.Const(0.0), Gen.Double[0.25, 4]), features)
        from lower in Gen.OneOf(Gen.Const((double[]?)null), AlikeOrNot(Gen.Double[-1, 0], features).Select(bounds => (double[]?)bounds))
        from upper in Gen.OneOf(Gen.Const((double[]?)null), AlikeOrNot(Gen.Double[0, 1], features).Select(bounds => (double[]?)bounds))
        select (weights, new SeparablePenalty<ElasticNet>(Penalty, factors, scales, lower, upper), stride);

    [Test]
    public void Every_weight_takes_the_prox_of_its_feature() => Draws.Sample((start, separable, stride) =>
    {
        double[] weights = [.. start];
        new ProximalStep<ElasticNet>(separable, Penalty, stride).Apply(StepSize, Count, weights, []);
        return Enumerable.Range(0, start.Length).All(at => Math.Abs(weights[at] - Expected(start, separable, stride, at)) <= 1e-12);
    });

    [Test]
    public void Sums_take_the_new_weights_as_often_as_they_count() => Draws.Sample((start, separable, stride) =>
    {
        double[] weights = [.. start], sums = [.. start.Select(w => 2 * w)];
        new ProximalStep<ElasticNet>(separable, Penalty, stride).Apply(StepSize, Count, weights, sums);
        return Enumerable.Range(0, start.Length).All(at => Math.Abs(sums[at] - (2 * start[at] + Count * weights[at])) <= 1e-12);
    });

    [Test]
    public void Change_and_norm_are_those_of_standardised_weights() => Draws.Sample((start, separable, stride) =>
    {
        double[] weights = [.. start];
        (double change, double norm) = new ProximalStep<ElasticNet>(separable, Penalty, stride).Apply(StepSize, Count, weights, []);
        double Sum(Func<int, double> term) => Enumerable.Range(0, start.Length).Sum(at => Math.Pow(separable.Scales[at / stride] * term(at), 2));
        return Math.Abs(change - Sum(at => weights[at] - start[at])) <= 1e-9 && Math.Abs(norm - Sum(at => weights[at])) <= 1e-9;
    });

    /// <summary>In one step of η on the standardised weight, that is of η/σ² on the raw one.</summary>
    private static double Expected(double[] start, SeparablePenalty<ElasticNet> separable, int stride, int at)
    {
        double inverse = separable.ToWeight[at / stride];
        return separable.Prox(at / stride, start[at], StepSize * inverse * inverse);
    }

    private static Gen<double[]> AlikeOrNot(Gen<double> values, int count) =>
        Gen.OneOf(values.Array[count], values.Select(value => Enumerable.Repeat(value, count).ToArray()));
}
