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

    public double Mean(int metric) => Scores.Average(score => score.Values[metric]);

    /// <summary>Standard deviation over the folds; 0 for one fold.</summary>
    public double Deviation(int metric)
    {
        double mean = Mean(metric);
        return Math.Sqrt(Scores.Sum(score => Math.Pow(score.Values[metric] - mean, 2)) / Math.Max(1, Scores.Count - 1));
    }

    /// <summary>Best first, by the first metric; those that failed come last.</summary>
    public static IReadOnlyList<Standing> Rank(IReadOnlyList<FoldScore> scores, Metric first)
    {
        Standing[] standings = [.. scores.GroupBy(score => score.Candidate).Select(group => new Standing(group.Key, [.. group]))];
        return
        [
            .. standings.Where(standing => standing.Error is null).OrderBy(standing => first.HigherIsBetter ? -standing.Mean(0) : standing.Mean(0)),
            .. standings.Where(standing => standing.Error is not null),
        ];
    }
}
