using CsCheck;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class RunShuffleTests
{
    [Test]
    public void Everyone_is_visited_once_and_only_a_few_runs_at_a_time() => Gen.Select(Gen.Int[0, 150], Gen.Int[1, 50], Gen.Int[1, 5], Gen.Int).Sample((count, examplesPerRun, neighbours, seed) =>
    {
        Random random = new(seed);
        int[] examples = [.. Enumerable.Range(0, count).Where(_ => random.Next(3) > 0)], order = new int[examples.Length];
        new RunShuffle(new(seed), examplesPerRun, neighbours).Shuffle(examples, order);
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
        new RunShuffle(new(1), examplesPerRun: int.MaxValue, neighbours: 1).Shuffle(examples, order);
        int together = Enumerable.Range(1, 9_999).Count(position => Math.Abs(order[position] - order[position - 1]) < 16);
        Assert.That(together, Is.LessThan(100), "32 are expected by chance");
    }

    [Test]
    public void Neighbours_that_are_asked_for_stay_together_in_random_order()
    {
        int[] examples = [.. Enumerable.Range(0, 4_002)], order = new int[4_002];
        new RunShuffle(new(1), examplesPerRun: int.MaxValue, neighbours: 4).Shuffle(examples, order);
        Assert.That(order, Is.EquivalentTo(examples));
        int last = Array.FindIndex(order, example => example >= 4_000);      // a block of two, somewhere
        int[][] blocks = [.. order[..last].Chunk(4), order[last..(last + 2)], .. order[(last + 2)..].Chunk(4)];
        foreach (int[] block in blocks) Assert.That(block.Select(example => example / 4).Distinct().Count(), Is.EqualTo(1));
        Assert.That(blocks.Count(block => block.SequenceEqual(block.Order())), Is.LessThan(100), "42 of 1,000 are expected by chance");
    }
}
