using System.Diagnostics;
using Microsoft.ML;
using MlNetLosses.Samples.Compare.Learning.Tuning;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>Fits every candidate on every fold: fold by fold, so that a run that is cut short still compares like with like.</summary>
/// <param name="examiner">Fits and judges.</param>
/// <param name="candidates">Who takes part.</param>
/// <param name="folds">Of the rows.</param>
/// <param name="tuner">Searches the settings of those that are tuned, in each fold's training part alone.</param>
internal sealed class CrossValidation(Examiner examiner, IReadOnlyList<Candidate> candidates, IReadOnlyList<Fold> folds, Tuner tuner)
{
    /// <summary>Told before each fit (<c>Score</c> is null) and after it.</summary>
    public sealed record Step(Candidate Candidate, Fold Fold, FoldScore? Score);

    /// <summary>Runs until done or cancelled; what was done by then is returned.</summary>
    public async Task<IReadOnlyList<FoldScore>> RunAsync(Action<Step> report, CancellationToken cancellation)
    {
        List<FoldScore> scores = [];
        try
        {
            foreach (Fold fold in folds)
            {
                (PreparedFold prepared, TuningSplit? inner) = await Task.Run(() => Prepare(fold), cancellation).WaitAsync(cancellation).ConfigureAwait(false);
                foreach (Candidate candidate in candidates)
                {
                    report(new(candidate, fold, null));
                    FoldScore? late = scores.FirstOrDefault(earlier => earlier.Candidate == candidate && earlier.TimedOut);
                    FoldScore? untuned = scores.FirstOrDefault(earlier => earlier.Candidate == candidate.Untuned && earlier.Fold == fold.Number);
                    FoldScore score = late is not null
                        ? late with { Fold = fold.Number, FitSeconds = 0 }
                        : await JudgeAsync(candidate, prepared, inner, untuned, cancellation).ConfigureAwait(false);
                    scores.Add(score);
                    report(new(candidate, fold, score));
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        return scores;
    }

    private (PreparedFold Prepared, TuningSplit? Inner) Prepare(Fold fold) => (
        PreparedFold.Of(new MLContext(examiner.Seed), examiner.Data, fold),
        candidates.Any(candidate => candidate.IsTuned) ? TuningSplit.Of(examiner.Data, fold.Train, examiner.Seed) : null);

    /// <param name="candidate">Whom.</param>
    /// <param name="prepared">The fold.</param>
    /// <param name="inner">Its training part, divided once more.</param>
    /// <param name="untuned">How the candidate did with its defaults, if it is tuned and that has been seen.</param>
    /// <param name="cancellation">Ends it.</param>
    private async Task<FoldScore> JudgeAsync(Candidate candidate, PreparedFold prepared, TuningSplit? inner, FoldScore? untuned, CancellationToken cancellation)
    {
        Fold fold = prepared.Fold;
        Stopwatch clock = Stopwatch.StartNew();
        SearchResult? search = null;
        try
        {
            if (candidate.IsTuned)
                search = await tuner.SearchAsync(candidate, inner!, examiner.Seed + fold.Number, cancellation).ConfigureAwait(false);
            double searchSeconds = search is null ? 0 : clock.Elapsed.TotalSeconds;
            // The same settings on the same rows with the same seed: the same model.
            if (search?.Chosen == Configuration.Default && untuned is not null)
                return untuned with { Candidate = candidate, Search = search, FitSeconds = searchSeconds + untuned.FitSeconds };
            Examiner.Result result = await examiner.RunAsync(
                candidate, search?.Chosen ?? Configuration.Default, prepared.Train, prepared.Test, examiner.Timeout, cancellation).ConfigureAwait(false);
            return new(candidate, fold.Number, result.Values, searchSeconds + result.Seconds, Sparsity.Of(result.Fitted.Model), result.Fitted.RelativeGap)
            {
                Search = search,
                Predictions = OutOfFold.Read(examiner.Data.Label, fold.Test, result.Scored),
            };
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // One candidate that can't cope must not cost the user the others.
            return new(candidate, fold.Number, [], clock.Elapsed.TotalSeconds, null, null, Examiner.Describe(e)) { Search = search, TimedOut = e is TimeoutException };
        }
    }
}
