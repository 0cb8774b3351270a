using MlNetLosses.Contrastive.Network.Optimizers;

namespace MlNetLosses.Contrastive.Tests.Network.Optimizers;

[TestFixture]
public sealed class LearningRateScheduleTests
{
    [Test]
    public void The_rate_rises_linearly_and_falls_along_a_cosine()
    {
        LearningRateSchedule schedule = new(peak: 2, warmUp: 4, total: 12);
        Assert.That(new[] { 0, 1, 3, 4, 6, 8, 12 }.Select(schedule.At),
            Is.EqualTo(new[] { 0.5, 1, 2, 2, 1 + Math.Sqrt(0.5), 1, 0 }).Within(1e-12));
    }

    [Test]
    public void Without_a_warm_up_it_starts_at_its_peak() => Assert.That(new LearningRateSchedule(0.3, 0, 10).At(0), Is.EqualTo(0.3));
}
