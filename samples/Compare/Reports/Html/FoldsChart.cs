using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>For each candidate a strip with a dot for each fold, a bar from the worst to the best of them, and a mark at the mean.</summary>
internal static class FoldsChart
{
    private const double Width = 480;
    private const double Row = 42;

    /// <param name="standings">Those without an error, at least one.</param>
    /// <param name="metric">What they are ranked by.</param>
    public static XElement Draw(IReadOnlyList<Standing> standings, Metric metric)
    {
        ScoreRange range = ScoreRange.Of(standings, metric);
        Axis axis = new(range.Low, range.High, 8, Width - 8);
        double bottom = Row * standings.Count + 4;
        return Svg.Chart(
            Width, bottom + 44, $"{metric.Name} of each candidate on each fold",
            axis.Ticks.Select(tick => Svg.Line(axis.Place(tick), 0, axis.Place(tick), bottom, "grid")),
            standings.Select((standing, i) => Strip(standing, metric, axis, range, i)),
            axis.Ticks.Select(tick => Svg.Text(Math.Clamp(axis.Place(tick), 20, Width - 20), bottom + 17, axis.Show(tick), "middle", "tick")),
            Svg.Text(Width / 2, bottom + 38, $"{metric.Name}, {(metric.HigherIsBetter ? "higher" : "lower")} is better", "middle"));
    }

    private static IEnumerable<XElement> Strip(Standing standing, Metric metric, Axis axis, ScoreRange range, int row)
    {
        string family = FamilyStyle.Of(standing.Candidate.Family);
        double y = Row * row + 31;
        yield return Svg.Text(8, y - 14, $"{row + 1}  {standing.Candidate.Name}");
        yield return Svg.Text(Width - 8, y - 14, range.Holds(standing) ? Show.MeanAndDeviation(standing, 0) : $"{Show.Number(standing.Mean(0))}, off the scale", "end");
        if (!range.Holds(standing))
            yield break;
        double[] values = [.. standing.Scores.Select(score => score.Values[0])];
        yield return Svg.Line(axis.Place(values.Min()), y, axis.Place(values.Max()), y, "bar " + family);
        foreach (FoldScore score in standing.Scores)
            yield return Svg.Dot(axis.Place(score.Values[0]), y, 4.5, "fold " + family, $"fold {score.Fold}: {metric.Name} {Show.Number(score.Values[0])}");
        double mean = axis.Place(standing.Mean(0));
        yield return Svg.Line(mean, y - 8, mean, y + 8, "mean " + family);
    }
}
