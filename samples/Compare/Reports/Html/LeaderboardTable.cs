using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>The leaderboard as a table.</summary>
internal static class LeaderboardTable
{
    public static XElement Of(IReadOnlyList<Standing> standings, IReadOnlyList<Metric> metrics) => Markup.Table(
        [
            Markup.NumberHeading(""),
            Markup.Heading("Candidate"),
            .. metrics.Select(metric => metric.Name).Concat(["p", "Fit s", "Weights ≠ 0", "Certificate: gap ≤"]).Select(Markup.NumberHeading),
        ],
        standings.Select((standing, i) => standing.Error is { } error ? Failed(standing, error, metrics.Count) : Row(standing, metrics, i + 1)));

    private static XElement Row(Standing standing, IReadOnlyList<Metric> metrics, int rank) => new(
        "tr",
        standing.TiedWithBest || rank == 1 ? new XAttribute("class", "tied") : null,
        Markup.Number($"{rank}"),
        Name(standing),
        Markup.Number(Show.MeanAndDeviation(standing, 0)),
        metrics.Skip(1).Select((_, i) => Markup.Number(Show.Number(standing.Mean(i + 1)))),
        Markup.Number(rank == 1 ? "best" : Show.PValue(standing)),
        Markup.Number(Show.Seconds(standing.FitSeconds)),
        Markup.Number(standing.Scores[^1].Sparsity is { } sparsity ? $"{Show.Count(sparsity.NonZero)} of {Show.Count(sparsity.All)}" : "–"),
        Markup.Number(Show.Gap(standing.RelativeGap)));

    private static XElement Failed(Standing standing, string error, int metrics) => new(
        "tr", Markup.Number(""), Name(standing),
        new XElement("td", new XAttribute("colspan", metrics + 4), new XAttribute("class", "failed"), $"failed: {error}"));

    private static XElement Name(Standing standing) => new(
        "th", new XAttribute("scope", "row"), new XElement("span", new XAttribute("class", FamilyStyle.Of(standing.Candidate.Family)), standing.Candidate.Name));
}
