namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>How one candidate did on one fold.</summary>
/// <param name="Candidate">Who.</param>
/// <param name="Fold">The fold's number, from 1.</param>
/// <param name="Values">The task's metrics, in their order; NaN for those that don't apply.</param>
/// <param name="FitSeconds">Time of training alone: the features were ready in memory.</param>
/// <param name="Sparsity">Of a linear model.</param>
/// <param name="RelativeGap">Its certificate, if it has one.</param>
/// <param name="Error">Why there are no values, or null.</param>
internal sealed record FoldScore(
    Candidate Candidate, int Fold, IReadOnlyList<double> Values, double FitSeconds, Sparsity? Sparsity, double? RelativeGap, string? Error = null)
{
    /// <summary>What it said about the fold's test rows.</summary>
    public IReadOnlyList<OutOfFold> Predictions { get; init; } = [];
}
