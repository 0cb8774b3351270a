using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace MlNetLosses.Contrastive.Network;

/// <summary>Runs the 16 chunks of a batch on some threads. What a chunk computes does not depend on how many there are.</summary>
/// <remarks>
/// The bits are the same on any number of threads because the work is always cut into the same chunks, each of which is computed
/// by one thread in its order, and because whoever adds the chunks' results up does so in the order of the chunks.
/// The threads wait without spinning between runs, so that other work on the machine is not starved, and a run allocates nothing.
/// </remarks>
internal sealed class Chunks : IDisposable
{
    /// <summary>Into how many chunks any work is cut; more threads than that are of no use.</summary>
    public const int Count = 16;

    private readonly Thread[] helpers;
    private readonly SemaphoreSlim start = new(0);
    private readonly SemaphoreSlim done = new(0);
    private Action<int>? body;
    private Exception? failure;
    private int next;

    /// <param name="threads">At least 1; the caller of <see cref="Run"/> is one of them.</param>
    public Chunks(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        helpers = new Thread[Math.Min(threads, Count) - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(Help) { IsBackground = true, Name = "MlNetLosses.Contrastive" };
            helpers[i].Start();
        }
    }

    /// <summary>The items of a chunk when <paramref name="items"/> are cut: from (included), to (excluded).</summary>
    public static (int From, int To) Range(int chunk, int items) =>
        ((int)((long)items * chunk / Count), (int)((long)items * (chunk + 1) / Count));

    /// <summary>Calls the body once for each chunk, 0 to 15, on all threads, and returns when all are done.</summary>
    /// <param name="body">Kept by its owner, so that a run allocates nothing. Chunks must not write to the same memory.</param>
    /// <exception cref="Exception">What the body threw first.</exception>
    public void Run(Action<int> body)
    {
        this.body = body;
        failure = null;
        next = 0;
        if (helpers.Length > 0) start.Release(helpers.Length);
        Work();
        for (int i = 0; i < helpers.Length; i++) done.Wait();
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    public void Dispose()
    {
        body = null;
        if (helpers.Length > 0) start.Release(helpers.Length);
        foreach (Thread helper in helpers) helper.Join();
        start.Dispose();
        done.Dispose();
    }

    private void Help()
    {
        while (true)
        {
            start.Wait();
            if (body is null) return;
            Work();
            done.Release();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Run throws it on its caller's thread.")]
    private void Work()
    {
        int chunk;
        while ((chunk = Interlocked.Increment(ref next) - 1) < Count)
        {
            try
            {
                body!(chunk);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
        }
    }
}
