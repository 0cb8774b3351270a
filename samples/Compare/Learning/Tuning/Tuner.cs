using System.Diagnostics;
using Microsoft.ML;

namespace MlNetLosses.Samples.Compare.Learning.Tuning;

/// <summary>Searches for the configuration that suits a candidate best on the rows given, and on these alone.</summary>
/// <param name="examiner">Fits and judges.</param>
/// <param name="budget">What the searches may take.</param>
internal sealed class Tuner(Examiner examiner, SearchBudget budget)
{
    private readonly Metric metric = Metric.Of(examiner.Data.Label.Task)[0];

    /// <param name="candidate">What to tune.</param>
    /// <param name="split">The rows.</param>
    /// <param name="seed">Of what is drawn.</param>
    /// <param name="cancellation">Ends the search without a result.</param>
    /// <exception cref="InvalidOperationException">Every trial failed.</exception>
    public async Task<SearchResult> SearchAsync(Candidate candidate, TuningSplit split, int seed, CancellationToken cancellation)
    {
        Random random = new(seed);
        SearchLimit limit = budget.Next;
        Stopwatch clock = Stopwatch.StartNew();
        SuccessiveHalving search = new(
            split.Rungs.Count,
            () => Configuration.Draw(candidate.Space, random),
            (configuration, rung) => TryAsync(candidate, configuration, split.Rungs[rung], split.Held, limit, cancellation),
            () => clock.Elapsed);
        try
        {
            return await search.RunAsync(limit).ConfigureAwait(false);
        }
        finally
        {
            budget.Spend(clock.Elapsed);
        }
    }

    /// <summary>No trial takes longer than all of the search may.</summary>
    private async Task<Trial> TryAsync(
        Candidate candidate, Configuration configuration, IDataView train, IDataView held, SearchLimit limit, CancellationToken cancellation)
    {
        bool isShort = limit.Budget < (examiner.Timeout ?? TimeSpan.MaxValue);
        try
        {
            Examiner.Result result = await examiner.RunAsync(
                candidate, configuration, train, held, isShort ? limit.Budget : examiner.Timeout, cancellation).ConfigureAwait(false);
            return new(configuration, metric.Loss(result.Values[0]), Error: null);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return new(configuration, double.PositiveInfinity, Examiner.Describe(e)) { OutOfTime = isShort && e is TimeoutException };
        }
    }
}
