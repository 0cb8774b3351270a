using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Network;

[TestFixture]
public sealed class ChunksTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(40)]
    public void Each_chunk_runs_once(int threads)
    {
        using Chunks chunks = new(threads);
        int[] calls = new int[Chunks.Count];
        for (int run = 1; run <= 1000; run++)
        {
            chunks.Run(chunk => Interlocked.Increment(ref calls[chunk]));
            Assert.That(calls, Is.All.EqualTo(run));
        }
    }

    [Test]
    public void Ranges_cover_every_item_once([Values(0, 1, 15, 16, 17, 1000)] int items)
    {
        int next = 0;
        for (int chunk = 0; chunk < Chunks.Count; chunk++)
        {
            (int from, int to) = Chunks.Range(chunk, items);
            Assert.That(from, Is.EqualTo(next));
            next = to;
        }

        Assert.That(next, Is.EqualTo(items));
    }

    [TestCase(1)]
    [TestCase(3)]
    public void A_failure_reaches_the_caller_and_the_threads_live_on(int threads)
    {
        using Chunks chunks = new(threads);
        Assert.That(() => chunks.Run(chunk => { if (chunk == 7) throw new InvalidOperationException("seven"); }),
            Throws.InvalidOperationException.With.Message.EqualTo("seven"));
        int calls = 0;
        chunks.Run(_ => Interlocked.Increment(ref calls));
        Assert.That(calls, Is.EqualTo(Chunks.Count));
    }

    [Test]
    public void A_run_allocates_nothing([Values(1, 2)] int threads)
    {
        using Chunks chunks = new(threads);
        Action<int> body = _ => { };
        Assert.That(Allocation.Least(() =>
        {
            for (int run = 0; run < 1000; run++) chunks.Run(body);
        }), Is.Zero);
    }
}
