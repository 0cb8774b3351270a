using MlNetLosses.Samples.Compare.Reports.Html;

namespace MlNetLosses.Samples.Tests.Compare.Reports.Html;

internal sealed class AxisTests
{
    [TestCase(0, 1, "0 0.2 0.4 0.6 0.8 1.0")]
    [TestCase(-0.05, 0.06, "-0.04 -0.02 0 0.02 0.04 0.06")]
    [TestCase(12_000, 33_000, "15k 20k 25k 30k")]
    [TestCase(0, 8_100_000, "0 2M 4M 6M 8M")]
    public void Ticks_are_round_and_short(double low, double high, string expected)
    {
        Axis axis = new(low, high, 0, 100);

        Assert.That(string.Join(' ', axis.Ticks.Select(axis.Show)), Is.EqualTo(expected));
    }

    [Test]
    public void Ends_of_the_values_are_ends_of_the_drawing()
    {
        Axis axis = new(10, 20, 300, 0);

        Assert.That(new[] { axis.Place(10), axis.Place(20), axis.Place(15) }, Is.EqualTo(new[] { 300.0, 0.0, 150.0 }));
    }

    [Test]
    public void A_single_value_gets_room()
    {
        (double low, double high) = Axis.Around([5, 5]);

        Assert.That(low, Is.LessThan(5));
        Assert.That(high, Is.GreaterThan(5));
    }
}
