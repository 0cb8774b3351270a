using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>The weights that follow SDCA's dual sums, against the link of each feature, whether the sums are kept or not.</summary>
[TestFixture]
public sealed class LinkedWeightsTests
{
    private static readonly Gen<(double Factor, double Scale, double Lower, double Upper, double Mean)> Feature =
        from factor in Gen.Double[0.25, 4]
        from scale in Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Const(2.5))
        from lower in Gen.OneOf(Gen.Const(double.NegativeInfinity), Gen.Const(-0.5), Gen.Const(0.0))
        from upper in Gen.OneOf(Gen.Const(double.PositiveInfinity), Gen.Const(0.0), Gen.Const(0.7))
        from mean in Gen.Double[-1, 1]
        select (factor, scale, lower, upper, mean);

    [Test]
    public void Weights_of_an_elastic_net_within_bounds_are_those_of_the_dual_sums() =>
        Gen.Select(Feature.Array[1, 40], Gen.Int).Sample((features, seed) => Follows(features, new ElasticNet(0.5, 2), isBounded: true, seed));

    [Test]
    public void Weights_of_a_ridge_are_those_of_the_dual_sums_that_it_does_not_keep() =>
        Gen.Select(Feature.Array[1, 40], Gen.Int).Sample((features, seed) => Follows(features, new Ridge(2), isBounded: false, seed));

    [Test]
    public void So_are_those_of_a_ridge_whose_features_all_count_the_same() =>
        Gen.Select(Feature.Array[1, 40], Gen.Int).Sample((features, seed) =>
            Follows([.. features.Select(f => f with { Factor = 2, Scale = 3 })], new Ridge(2), isBounded: false, seed));

    [Test]
    public void So_are_those_of_a_ridge_within_bounds() =>
        Gen.Select(Feature.Array[1, 40], Gen.Int).Sample((features, seed) => Follows(features, new Ridge(2), isBounded: true, seed));

    [Test]
    public void Without_features_there_is_nothing_to_follow()
    {
        LinkedWeights<Ridge> weights = new(new(new Ridge(1), [], [], null, null), []);
        weights.Add(FeatureMatrix.Dense([], 1, 0)[0], 1);
        Assert.That(weights.Values, Is.Empty);
    }

    [Test]
    public void Squared_norms_are_those_of_the_weights_answer()
    {
        ElasticNet net = new(0.5, 2);
        SeparablePenalty<ElasticNet> separable = new(net, [1, 4, 1], [1, 2, 0], null, null);
        double[] plain = new LinkedWeights<ElasticNet>(separable, []).SquaredNorms(FeatureMatrix.Dense([3, 2, 7], 1, 3), threads: 1);
        double[] centred = new LinkedWeights<ElasticNet>(separable, [1, 2, 3]).SquaredNorms(FeatureMatrix.Dense([3, 2, 7], 1, 3), threads: 1);
        double[] sparse = new LinkedWeights<ElasticNet>(separable, []).SquaredNorms(FeatureMatrix.Sparse([2], [1], [0, 1], 3), threads: 1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plain[0], Is.EqualTo(9.0 / 2 + 4.0 / (2 * 4 * 4)).Within(1e-15));      // x²/μ with μ = λ₂φσ²
            Assert.That(centred[0], Is.EqualTo(4.0 / 2).Within(1e-15));
            Assert.That(sparse[0], Is.EqualTo(4.0 / 32).Within(1e-15));
        }
    }

    /// <summary>Adds a few dense and sparse rows, for one output and for three, and links the sums afterwards.</summary>
    private static bool Follows<TPenalty>(
        (double Factor, double Scale, double Lower, double Upper, double Mean)[] features, TPenalty penalty, bool isBounded, int seed)
        where TPenalty : struct, IStronglyConvexPenalty
    {
        const int outputs = 3;
        int p = features.Length, stride = RowTimesMatrix.StrideOf(outputs);
        Random random = new(seed);
        SeparablePenalty<TPenalty> separable = new(
            penalty, [.. features.Select(f => f.Factor)], [.. features.Select(f => f.Scale)],
            isBounded ? [.. features.Select(f => f.Lower)] : null, isBounded ? [.. features.Select(f => f.Upper)] : null);
        foreach (bool isSparse in (bool[])[false, true])
        {
            double[] origin = random.Next(2) == 0 ? [] : [.. features.Select(f => f.Mean)];
            LinkedWeights<TPenalty> one = new(separable, origin), several = new(separable, origin, stride);
            double[] sum = [.. features.Select(_ => random.NextDouble() - 0.5)], sums = [.. Enumerable.Range(0, p * stride).Select(_ => random.NextDouble() - 0.5)];
            one.Set(sum);
            several.Set(sums);
            for (int step = 0; step < 4; step++)
            {
                float[] x = [.. features.Select(_ => random.Next(3) == 0 ? 0 : (float)(random.NextDouble() - 0.5))];
                FeatureMatrix matrix = isSparse
                    ? FeatureMatrix.Sparse(x, [.. Enumerable.Range(0, p)], [0, p], p)
                    : FeatureMatrix.Dense(x, 1, p);
                double[] changes = [.. Enumerable.Range(0, stride).Select(k => k < outputs ? 4 * random.NextDouble() - 2 : 0)];
                one.Add(matrix[0], changes[0]);
                RowPanel panel = several.CreatePanel(matrix);
                panel.Load([0]);
                changes.CopyTo(panel.Factors(0));
                several.Add(panel);
                for (int j = 0; j < p; j++)
                {
                    double entry = x[j] - (origin.Length == 0 ? 0 : origin[j]);
                    sum[j] += changes[0] * entry;
                    for (int k = 0; k < stride; k++) sums[j * stride + k] += changes[k] * entry;
                }
            }

            for (int j = 0; j < p; j++)
            {
                if (!AreClose(one.Values[j], separable.Link(j, sum[j]))) return false;
                for (int k = 0; k < outputs; k++)
                    if (!AreClose(several.Values[j * stride + k], separable.Link(j, sums[j * stride + k]))) return false;
            }
        }

        return true;
    }

    private static bool AreClose(double a, double b) => Math.Abs(a - b) <= 1e-13 * (1 + Math.Abs(a));
}
