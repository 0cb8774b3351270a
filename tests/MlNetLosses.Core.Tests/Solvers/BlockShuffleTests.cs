using CsCheck;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class BlockShuffleTests
{
    [Test]
    public void Everyone_is_visited_once_and_only_a_few_runs_at_a_time() => Gen.Select(Gen.Int[0, 150], Gen.Int[1, 20], Gen.Int[1, 50], Gen.Int).Sample((count, blockSize, examplesPerRun, seed) =>
    {
        Random random = new(seed);
        int[] examples = [.. Enumerable.Range(0, count).Where(_ => random.Next(3) > 0)], order = new int[examples.Length];
        new BlockShuffle(random, blockSize, examplesPerRun).Shuffle(examples, order);
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
    public void Blocks_stay_together()
    {
        int[] examples = [.. Enumerable.Range(0, 64)], order = new int[64];
        new BlockShuffle(new(1), blockSize: 16, examplesPerRun: int.MaxValue).Shuffle(examples, order);
        foreach (int[] block in order.Chunk(16)) Assert.That(block.Select(example => example / 16).Distinct().Count(), Is.EqualTo(1));
        Assert.That(order, Is.Not.EqualTo(examples));
    }
}
