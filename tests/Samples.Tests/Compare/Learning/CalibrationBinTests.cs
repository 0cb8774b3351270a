using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Tests.Compare.Learning;

internal sealed class CalibrationBinTests
{
    [Test]
    public void Bins_hold_equal_numbers_of_rows_by_rising_probability()
    {
        IReadOnlyList<CalibrationBin> bins = CalibrationBin.Of([Row(1, 0.75f), Row(0, 0.25f), Row(1, 0.5f), Row(0, 0)], bins: 2);

        Assert.That(bins, Is.EqualTo(new CalibrationBin[] { new(0.125, 0, 2), new(0.625, 1, 2) }));
    }

    [Test]
    public void Fewer_rows_than_bins_have_a_bin_each()
    {
        Assert.That(CalibrationBin.Of([Row(1, 0.5f), Row(0, 0.25f)], bins: 10), Has.Count.EqualTo(2));
    }

    /// <summary>0 of 10 and 5 of 10, as in R: prop.test(0, 10, correct = FALSE) and prop.test(5, 10, correct = FALSE).</summary>
    [TestCase(0.0, 10, 0.0, 0.2775328)]
    [TestCase(0.5, 10, 0.2365931, 0.7634069)]
    public void Interval_is_Wilsons(double share, int count, double low, double high)
    {
        (double Low, double High) interval = new CalibrationBin(0.5, share, count).Interval;

        Assert.That(interval.Low, Is.EqualTo(low).Within(1e-6));
        Assert.That(interval.High, Is.EqualTo(high).Within(1e-6));
    }

    private static OutOfFold Row(float actual, float probability) => new(actual, probability, probability);
}
