using MlNetLosses.Samples.Compare.Learning.Tuning;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>How one candidate did on one fold.</summary>
/// <param name="Candidate">Who.</param>
/// <param name="Fold">The fold's number, from 1.</param>
/// <param name="Values">The task's metrics, in their order; NaN for those that don't apply.</param>
/// <param name="FitSeconds">Time of training alone, a search before it included: the features were ready in memory.</param>
/// <param name="Sparsity">Of a linear model.</param>
/// <param name="RelativeGap">Its certificate, if it has one.</param>
/// <param name="Error">Why there are no values, or null.</param>
internal sealed record FoldScore(
    Candidate Candidate, int Fold, IReadOnlyList<double> Values, double FitSeconds, Sparsity? Sparsity, double? RelativeGap, string? Error = null)
{
    /// <summary>What it said about the fold's test rows.</summary>
    public IReadOnlyList<OutOfFold> Predictions { get; init; } = [];

    /// <summary>What was found for this fold, if the candidate is tuned.</summary>
    public SearchResult? Search { get; init; }

    /// <summary>Whether the fit took too long. It isn't tried on other folds then.</summary>
    public bool TimedOut { get; init; }

    /// <summary>The scores of the folds that every candidate has been through, so that like is compared with like; of all, if there is no such fold.</summary>
    public static IReadOnlyList<FoldScore> OfWholeFolds(IReadOnlyList<FoldScore> scores, int candidates)
    {
        FoldScore[] whole = [.. scores.GroupBy(score => score.Fold).Where(fold => fold.Count() == candidates).SelectMany(fold => fold)];
        return whole.Length > 0 ? whole : scores;
    }
}
