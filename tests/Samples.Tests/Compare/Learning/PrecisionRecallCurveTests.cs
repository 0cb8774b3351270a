using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Tests.Compare.Learning;

internal sealed class PrecisionRecallCurveTests
{
    /// <summary>The example of scikit-learn's average_precision_score.</summary>
    [Test]
    public void Average_precision_is_that_of_scikit_learn() =>
        Assert.That(PrecisionRecallCurve.Of([Row(0, 0.1f), Row(0, 0.4f), Row(1, 0.35f), Row(1, 0.8f)])!.AveragePrecision, Is.EqualTo(5.0 / 6).Within(1e-12));

    [Test]
    public void Between_thresholds_true_and_false_positives_grow_together()
    {
        // Scores 3: one positive; 2: three positives and four negatives together; 1: five negatives. Worked by hand.
        PrecisionRecallCurve curve = PrecisionRecallCurve.Of(
            [Row(1, 3), .. Enumerable.Repeat(Row(1, 2), 3), .. Enumerable.Repeat(Row(0, 2), 4), .. Enumerable.Repeat(Row(0, 1), 5)])!;

        Assert.That(curve.At(0), Is.EqualTo(1));
        Assert.That(curve.At(0.25), Is.EqualTo(1));
        Assert.That(curve.At(0.5), Is.EqualTo(2 / (2 + 4.0 / 3)).Within(1e-12));
        Assert.That(curve.At(1), Is.EqualTo(0.5));
        Assert.That(curve.Chance, Is.EqualTo(4.0 / 13).Within(1e-12));
    }

    [Test]
    public void Negatives_that_score_highest_hold_precision_down_from_the_start() =>
        Assert.That(PrecisionRecallCurve.Of([Row(0, 2), Row(1, 1)])!.At(0), Is.Zero);

    [Test]
    public void One_class_alone_has_no_curve() => Assert.That(PrecisionRecallCurve.Of([Row(1, 3), Row(1, 2)]), Is.Null);

    private static OutOfFold Row(float actual, float score) => new(actual, score, float.NaN);
}
