using MlNetLosses.Paths;

namespace MlNetLosses.Tests.Paths;

[TestFixture]
public sealed class FeatureFilterTests
{
    [Test]
    public void It_finds_those_that_meet_the_condition_in_their_order([Values(1, 3)] int threads, [Values(10, 50_000)] int count)
    {
        int[] features = [.. Enumerable.Range(0, count).Select(k => 3 * k + 1)], result = new int[count];
        FeatureFilter filter = new(features, threads);
        foreach (int divisor in (int[])[7, 1, 2])
        {
            int found = filter.Find(
                (candidates, some) =>
                {
                    int used = 0;
                    foreach (int j in candidates)
                        if (j % divisor == 0) some[used++] = j;
                    return used;
                },
                result);
            Assert.That(result[..found], Is.EqualTo(features.Where(j => j % divisor == 0)));
        }
    }
}
