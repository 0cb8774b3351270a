using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Reference;

/// <summary>The data is the published data, and the losses are the published losses: sums at published optima.</summary>
[TestFixture]
public sealed class PublishedObjectiveTests
{
    [Test]
    public void Stackloss_at_the_Huber_fit_with_threshold_1() => Assert.That(
        StacklossSum(new Huber(1), [0.839305377810, 0.642987553513, -0.101064114242], -38.258560041302),
        Is.EqualTo(34.476927250935).Within(1e-9));

    [Test]
    public void Stackloss_at_the_Huber_fit_with_threshold_2() => Assert.That(
        StacklossSum(new Huber(2), [0.828084864088, 0.772668326047, -0.109427192313], -39.501486086693),
        Is.EqualTo(56.721903957030).Within(1e-9));

    [Test]
    public void Engel_at_the_median_regression()
    {
        double sum = Engel.Income.Zip(Engel.FoodExpenditure, (income, food) =>
            new Quantile(0.5).Value(81.482247416936 + 0.560180551209 * income, food)).Sum();
        Assert.That(sum, Is.EqualTo(8779.966323812847).Within(1e-6));
    }

    [Test]
    public void Heart_scale_has_its_rows()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(HeartScale.Labels.Count(y => y == 1), Is.EqualTo(120));
            Assert.That(HeartScale.Labels.Count(y => y == -1), Is.EqualTo(150));
            Assert.That(HeartScale.Features[^1], Is.EqualTo(-1f));
            Assert.That(HeartScale.Features.Max(Math.Abs), Is.EqualTo(1f));
        }
    }

    private static double StacklossSum(Huber loss, double[] weights, double intercept)
    {
        float[] x = Stackloss.Features;
        return Stackloss.Labels.Select((y, i) => loss.Value(
            x[3 * i] * weights[0] + x[3 * i + 1] * weights[1] + x[3 * i + 2] * weights[2] + intercept, y)).Sum();
    }
}
