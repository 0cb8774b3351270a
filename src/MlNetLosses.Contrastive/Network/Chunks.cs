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

    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private Action<int>? _body;
    private Exception? _failure;
    private int _next;

    /// <param name="threads">At least 1; the caller of <see cref="Run"/> is one of them.</param>
    public Chunks(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _helpers = new Thread[Math.Min(threads, Count) - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = "MlNetLosses.Contrastive" };
            _helpers[i].Start();
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
        _body = body;
        _failure = null;
        _next = 0;
        if (_helpers.Length > 0) _start.Release(_helpers.Length);
        Work();
        for (int i = 0; i < _helpers.Length; i++) _done.Wait();
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
    }

    public void Dispose()
    {
        _body = null;
        if (_helpers.Length > 0) _start.Release(_helpers.Length);
        foreach (Thread helper in _helpers) helper.Join();
        _start.Dispose();
        _done.Dispose();
    }

    private void Help()
    {
        while (true)
        {
            _start.Wait();
            if (_body is null) return;
            Work();
            _done.Release();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Run throws it on its caller's thread.")]
    private void Work()
    {
        int chunk;
        while ((chunk = Interlocked.Increment(ref _next) - 1) < Count)
        {
            try
            {
                _body!(chunk);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _failure, exception, null);
            }
        }
    }
}
