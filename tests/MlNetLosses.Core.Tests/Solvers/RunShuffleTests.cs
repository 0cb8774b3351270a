using CsCheck;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class RunShuffleTests
{
    [Test]
    public void Everyone_is_visited_once_and_only_a_few_runs_at_a_time() => Gen.Select(Gen.Int[0, 150], Gen.Int[1, 50], Gen.Int).Sample((count, examplesPerRun, seed) =>
    {
        Random random = new(seed);
        int[] examples = [.. Enumerable.Range(0, count).Where(_ => random.Next(3) > 0)], order = new int[examples.Length];
        new RunShuffle(random, examplesPerRun).Shuffle(examples, order);
        Assert.That(order, Is.EquivalentTo(examples));
        int[] runs = [.. examples.Select(example => example / examplesPerRun).Distinct()];
        foreach (int position in Enumerable.Range(0, order.Length))
        {
            // A run is open when it has begun and is not over.
            int open = runs.Count(run =>
                order[..(position + 1)].Any(example => example / examplesPerRun == run) && order[(position + 1)..].Any(example => example / examplesPerRun == run));
            Assert.That(open, Is.LessThanOrEqualTo(8));
        }
    });

    [Test]
    public void Neighbours_are_parted()
    {
        int[] examples = [.. Enumerable.Range(0, 10_000)], order = new int[10_000];
        new RunShuffle(new(1), examplesPerRun: int.MaxValue).Shuffle(examples, order);
        int together = Enumerable.Range(1, 9_999).Count(position => Math.Abs(order[position] - order[position - 1]) < 16);
        Assert.That(together, Is.LessThan(100), "32 are expected by chance");
    }
}
