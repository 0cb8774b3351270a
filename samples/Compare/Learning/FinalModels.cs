using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>What is fitted on all rows in the end.</summary>
/// <param name="Winner">To be saved; null if there is none, or its fit failed or was cancelled.</param>
/// <param name="Linear">The best linear model of one output, to be explained; it may be the winner. Null likewise.</param>
internal sealed record FinalModels(FinalModel? Winner, FinalModel? Linear)
{
    /// <summary>The most searches that they take.</summary>
    public const int Searches = 2;

    /// <param name="data">All rows.</param>
    /// <param name="ranked">Those that did not fail, best first.</param>
    /// <param name="tuner">Searches for those that are tuned.</param>
    /// <param name="seed">Of fits and searches.</param>
    /// <param name="warn">Told why a fit failed.</param>
    /// <param name="cancellation">Ends it; what was done by then is returned.</param>
    public static async Task<FinalModels> FitAsync(
        Dataset data, IReadOnlyList<Standing> ranked, Tuner tuner, int seed, Action<string> warn, CancellationToken cancellation)
    {
        async Task<FinalModel?> TryAsync(Candidate? candidate)
        {
            if (candidate is null || cancellation.IsCancellationRequested)
                return null;
            try
            {
                return await FinalModel.FitAsync(data, candidate, tuner, seed, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                warn($"{candidate.Name} could not be fitted on all rows: {Examiner.Describe(e)}");
                return null;
            }
        }

        Candidate? first = ranked.Count == 0 ? null : ranked[0].Candidate;
        Candidate? linear = data.Label.Task == LearningTask.Multiclass ? null : ranked.FirstOrDefault(standing => standing.Scores[^1].Sparsity is not null)?.Candidate;
        FinalModel? winner = await TryAsync(first).ConfigureAwait(false);
        return new(winner, linear == first ? winner : await TryAsync(linear).ConfigureAwait(false));
    }
}
