using System.Globalization;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>Runs a fit for so long and no longer.</summary>
internal static class TimeLimit
{
    /// <summary>
    /// Waits for a fit on a thread of its own. When its time is up or the run is cancelled, it is told so, and not waited for: most of
    /// ML.NET's trainers don't listen, and run on in the background until they are done or the program ends.
    /// </summary>
    /// <param name="fit">The fit.</param>
    /// <param name="limit">Null: none.</param>
    /// <param name="cancellation">Ends the whole run.</param>
    /// <exception cref="TimeoutException">The time is up.</exception>
    /// <exception cref="OperationCanceledException">The run is cancelled.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, T> fit, TimeSpan? limit, CancellationToken cancellation)
    {
        CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        CancellationToken token = ending.Token;
        Task<T> running = Task.Factory.StartNew(() => fit(token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (limit is { } time)
            ending.CancelAfter(time);
        // Whoever is not waited for any more still needs the token, and may fail unseen.
        _ = running.ContinueWith(
            done => { _ = done.Exception; ending.Dispose(); }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await running.WaitAsync(token).ConfigureAwait(false);
        }
        catch (Exception) when (token.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"took longer than {limit!.Value.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s (--timeout)");
        }
    }
}
