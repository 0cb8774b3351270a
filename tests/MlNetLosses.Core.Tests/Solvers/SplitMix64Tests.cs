using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class SplitMix64Tests
{
    /// <summary>The first numbers of seed 1234567 that implementations in many languages agree on.</summary>
    [Test]
    public void It_is_the_published_generator()
    {
        SplitMix64 random = new(1_234_567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.That(expected.Select(_ => random.Next()), Is.EqualTo(expected));
    }

    [Test]
    public void Every_order_of_four_is_as_likely_as_the_others()
    {
        SplitMix64 random = new(1);
        Dictionary<string, int> counts = [];
        for (int draw = 0; draw < 24_000; draw++)
        {
            int[] values = [1, 2, 3, 4];
            random.Shuffle<int>(values);
            string order = string.Join(' ', values);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.That(counts, Has.Count.EqualTo(24));
        double chiSquared = counts.Values.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000);
        Assert.That(chiSquared, Is.LessThan(49.7), "99.9 % of χ² with 23 degrees of freedom");
    }

    [Test]
    public void The_seed_decides([Values(0, 1, -1, int.MinValue)] int seed)
    {
        int[] first = Shuffled(seed), second = Shuffled(seed), other = Shuffled(seed ^ 1);
        Assert.That(first, Is.EqualTo(second));
        Assert.That(first, Is.Not.EqualTo(other));
    }

    private static int[] Shuffled(int seed)
    {
        int[] values = [.. Enumerable.Range(0, 100)];
        new SplitMix64(seed).Shuffle<int>(values);
        return values;
    }
}
