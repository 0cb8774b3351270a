using MlNetLosses.Data;
using MlNetLosses.Interop;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Interop;

[TestFixture]
public sealed class RoundedModelTests
{
    [Test]
    public void The_intercept_makes_up_for_rounding_at_the_mean()
    {
        // 1 + 2⁻³⁰ rounds to 1; at the mean 2³⁰ that is an error of 1.
        RoundedModel model = Round([1 + Math.ScaleB(1, -30)], 0, [Math.ScaleB(1, 30)], hasIntercept: true);
        Assert.That(model.Weights[0].GetValues()[0], Is.EqualTo(1f));
        Assert.That(model.Intercepts[0], Is.EqualTo(1f));
    }

    [Test]
    public void Without_intercept_it_stays_0() =>
        Assert.That(Round([1 + Math.ScaleB(1, -30)], 0, [Math.ScaleB(1, 30)], hasIntercept: false).Intercepts[0], Is.Zero);

    [Test]
    public void Means_are_weighted()
    {
        Examples examples = new(FeatureMatrix.Dense([0, 4], 2, 1), [0, 0], [1, 3], 0);
        RoundedModel model = RoundedModel.Round(new([1 + Math.ScaleB(1, -30)], [0]), examples, true, "Features");
        Assert.That(model.Intercepts[0], Is.EqualTo((float)(3 * Math.ScaleB(1, -30))));
    }

    [Test]
    public void Mostly_zero_weights_are_stored_sparsely_and_counted()
    {
        RoundedModel model = Round([0, 0, 0, 0, 0, 0, 7, 0, 0], 1, new double[9], hasIntercept: true);
        Assert.Multiple(() =>
        {
            Assert.That(model.Weights[0].IsDense, Is.False);
            Assert.That(model.Weights[0].GetIndices().ToArray(), Is.EqualTo(new[] { 6 }));
            Assert.That(model.NonZeroWeights, Is.EqualTo(1));
        });
    }

    [Test]
    public void A_weight_beyond_single_precision_is_an_error() =>
        Assert.That(() => Round([0, 1e39], 0, [0, 0], hasIntercept: true), Throws.ArgumentException.With.Message.EqualTo(
            "The weight of slot 1 of column 'Features' must fit in single precision, got 1E+39. Scale the feature or the label, for example with NormalizeMeanVariance, so that they are of similar size."));

    [Test]
    public void An_intercept_beyond_single_precision_is_an_error() =>
        Assert.That(() => Round([0], -1e39, [0], hasIntercept: true), Throws.ArgumentException.With.Message.Contains("intercept"));

    private static RoundedModel Round(double[] weights, double intercept, double[] row, bool hasIntercept)
    {
        Examples examples = new(FeatureMatrix.Dense(Array.ConvertAll(row, x => (float)x), 1, row.Length), [0], null, 0);
        return RoundedModel.Round(new LinearModel(weights, [intercept]), examples, hasIntercept, "Features");
    }
}
