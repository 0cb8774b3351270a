using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Tests.Compare.Learning;

internal sealed class RocCurveTests
{
    [Test]
    public void Points_follow_the_falling_scores_and_ties_are_one_step()
    {
        // Scores 3: +; 2: + and −; 1: −. Worked by hand.
        RocCurve curve = RocCurve.Of([Row(1, 3), Row(1, 2), Row(0, 2), Row(0, 1)])!;

        Assert.That(curve.Points, Is.EqualTo(new[] { (0.0, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 1.0) }));
        Assert.That(curve.At(0), Is.EqualTo(0.5));
        Assert.That(curve.At(0.25), Is.EqualTo(0.75));
        Assert.That(curve.At(0.75), Is.EqualTo(1));
        Assert.That(curve.At(1), Is.EqualTo(1));
    }

    [Test]
    public void One_class_alone_has_no_curve()
    {
        Assert.That(RocCurve.Of([Row(1, 3), Row(1, 2)]), Is.Null);
    }

    private static OutOfFold Row(float actual, float score) => new(actual, score, float.NaN);
}
