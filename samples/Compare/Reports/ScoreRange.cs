using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports;

/// <summary>The part of the first metric's axis that is worth drawing.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Limit">A candidate whose mean lies beyond it would squeeze the others together, and is named at the edge instead.</param>
internal sealed record ScoreRange(double Low, double High, double Limit)
{
    /// <summary>Means beyond this many times the median are far off.</summary>
    private const double FarOff = 2;

    /// <param name="standings">Those without an error, at least one.</param>
    /// <param name="metric">What they are ranked by.</param>
    public static ScoreRange Of(IReadOnlyList<Standing> standings, Metric metric)
    {
        double[] means = [.. standings.Select(standing => standing.Mean(0)).Order()];
        double limit = metric.HigherIsBetter ? double.PositiveInfinity : FarOff * means[means.Length / 2];
        Standing[] near = [.. standings.Where(standing => standing.Mean(0) <= limit)];
        double[] values =
        [
            .. near.SelectMany(standing => standing.Scores).Select(score => score.Values[0]),
            .. near.SelectMany(standing => new[] { standing.Mean(0) - standing.Deviation(0), standing.Mean(0) + standing.Deviation(0) }),
        ];
        double margin = Math.Max(0.05 * (values.Max() - values.Min()), 1e-9 * Math.Abs(values.Max()) + double.Epsilon);
        return new(values.Min() - margin, values.Max() + margin, limit);
    }

    public bool Holds(Standing standing) => standing.Mean(0) <= Limit;
}
