namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>A candidate's folds taken together.</summary>
/// <param name="Candidate">Who.</param>
/// <param name="Scores">Its folds that were done.</param>
internal sealed record Standing(Candidate Candidate, IReadOnlyList<FoldScore> Scores)
{
    public string? Error => Scores.FirstOrDefault(score => score.Error is not null)?.Error;

    public double FitSeconds => Scores.Average(score => score.FitSeconds);

    /// <summary>The worst certificate of its folds.</summary>
    public double? RelativeGap => Scores.Max(score => score.RelativeGap);

    /// <summary>That of its difference from the best (<see cref="CorrectedTTest"/>), in the first metric; null for the best itself, and where
    /// fewer than two folds were done.</summary>
    public double? PValue { get; private init; }

    /// <summary>Whether the folds can't tell it from the best.</summary>
    public bool TiedWithBest => PValue >= CorrectedTTest.Level;

    public double Mean(int metric) => Scores.Average(score => score.Values[metric]);

    /// <summary>Standard deviation over the folds; 0 for one fold.</summary>
    public double Deviation(int metric)
    {
        double mean = Mean(metric);
        return Math.Sqrt(Scores.Sum(score => Math.Pow(score.Values[metric] - mean, 2)) / Math.Max(1, Scores.Count - 1));
    }

    /// <summary>Best first, by the first metric; those that failed come last.</summary>
    /// <param name="scores">What was done of the cross-validation.</param>
    /// <param name="first">The metric that ranks.</param>
    /// <param name="folds">The folds that the data was split into, done or not.</param>
    public static IReadOnlyList<Standing> Rank(IReadOnlyList<FoldScore> scores, Metric first, int folds)
    {
        Standing[] standings = [.. scores.GroupBy(score => score.Candidate).Select(group => new Standing(group.Key, [.. group]))];
        Standing[] ranked = [.. standings.Where(standing => standing.Error is null).OrderBy(standing => first.HigherIsBetter ? -standing.Mean(0) : standing.Mean(0))];
        return
        [
            .. ranked.Take(1),
            .. ranked.Skip(1).Select(standing => standing with { PValue = standing.PValueAgainst(ranked[0], folds) }),
            .. standings.Where(standing => standing.Error is not null),
        ];
    }

    private double? PValueAgainst(Standing best, int folds)
    {
        double[] differences = [.. Scores.Join(best.Scores, own => own.Fold, other => other.Fold, (own, other) => own.Values[0] - other.Values[0])];
        return differences.Length < 2 ? null : CorrectedTTest.PValue(differences, testToTrain: 1.0 / (folds - 1));
    }
}
