using MlNetLosses.Samples.Compare;

namespace MlNetLosses.Samples.Tests.Compare;

internal sealed class DurationTests
{
    [TestCase("90s", 90)]
    [TestCase("2m", 120)]
    [TestCase("1.5h", 5400)]
    public void Seconds_minutes_and_hours(string text, double seconds) => Assert.That(Duration.TryParse(text), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase("")]
    [TestCase("s")]
    [TestCase("60")]
    [TestCase("0s")]
    [TestCase("-5s")]
    [TestCase("1e99h")]
    [TestCase("soon")]
    public void Anything_else_is_none(string text) => Assert.That(Duration.TryParse(text), Is.Null);
}
