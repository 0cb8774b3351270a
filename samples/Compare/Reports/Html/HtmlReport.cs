using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>report.html: all of a comparison on one page, which needs nothing but itself.</summary>
internal static class HtmlReport
{
    /// <summary>Allows the page its own style and nothing else: no script, no network.</summary>
    private const string ContentPolicy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>With fewer folds, the variance of the differences is hardly known, and the t-test misses large ones or finds small ones by luck.</summary>
    private const int FoldsThatTell = 5;

    public static string Save(string directory, ReportContent content) =>
        SafeFile.Write(directory, "report.html", path => File.WriteAllText(path, Page(content)));

    /// <summary>The page's text.</summary>
    public static string Page(ReportContent content)
    {
        string title = $"{Path.GetFileName(content.Data.Path)}: predicting {content.Data.Label.Name}";
        return Markup.Write(new XElement(
            "html", new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", ContentPolicy)),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", title),
                new XElement("style", StyleSheet())),
            new XElement(
                "body",
                new XElement("h1", title),
                Summary(content),
                Section("Leaderboard", LeaderboardTable.Of(content.Standings, content.Metrics), Reading(content)),
                content.Ranked.Count == 0 ? null : Section(
                    "Scores of the folds",
                    FamilyStyle.Legend(content.Ranked.Select(standing => standing.Candidate.Family)),
                    new XElement("div", new XAttribute("class", "folds"), FoldsChart.Draw(content.Ranked, content.Metrics[0])),
                    Note("A dot is a fold, the upright mark their mean.")),
                content.Ranked.Count == 0 ? null : BestSection.Of(content.Ranked[0], content.Data.Label),
                content.Linear is null ? null : CoefficientsSection.Of(content.Linear),
                SearchSection.Of(content.Standings),
                Data(content))));
    }

    private static IEnumerable<XElement> Summary(ReportContent content)
    {
        Metric first = content.Metrics[0];
        yield return new("p", $"{Show.Count(content.Table.RowCount)} rows, {content.Table.Names.Count} columns; {DataSummary.Describe(content.Data.Label)}; " +
            $"{content.Standings.Count} candidates in {content.Folds}-fold cross-validation.");
        if (content.DoneFits < content.PlannedFits)
        {
            yield return new("p", new XAttribute("class", "failed"), $"Stopped early: {content.DoneFits} of {content.PlannedFits} fits were done. " +
                "What is shown is of the folds that every candidate has been through, or of the first as far as it went.");
        }
        if (content.Ranked.Count == 0)
            yield break;
        Standing best = content.Ranked[0];
        string[] tied = [.. content.Ranked.Where(standing => standing.TiedWithBest).Select(standing => standing.Candidate.Name)];
        yield return new(
            "p", new XAttribute("class", "verdict"),
            new XElement("strong", best.Candidate.Name), $" is best by {first.Name} ({(first.HigherIsBetter ? "higher" : "lower")} is better): {Show.MeanAndDeviation(best, 0)}. ",
            content.Ranked.Any(standing => standing.PValue is not null)
                ? tied.Length == 0 ? "All others are worse by more than chance explains."
                    : tied.Length == content.Ranked.Count - 1 && tied.Length > 1 ? "The folds can't tell it from any of the others."
                    : $"The folds can't tell it from {string.Join("; ", tied)}."
                : "There are too few folds to say whether that is chance.");
    }

    private static XElement Reading(ReportContent content) => Note(
        $"{content.Metrics[0].Name}: mean ± standard deviation over the folds; the other columns are means. " +
        $"p: how often chance alone would make a difference from the best as large as this (corrected resampled t-test of Nadeau and Bengio, 2003); {Show.TieMark}, and a tinted row: " +
        "can't be told from the best at 5 %. One such test in twenty takes chance for a difference, and the best was picked by the same folds: near 5 %, don't build on it. " +
        (content.Folds < FoldsThatTell ? $"With {content.Folds} folds p means little: run with 5 or 10 before deciding. " : "") +
        "Certificate: the share of the achievable improvement that the fit can have missed at most, in its worst fold; only models of MlNetLosses carry one." +
        (content.Standings.Any(standing => standing.Scores.Any(score => score.TimedOut)) ? $" {Show.TimedOut}" : ""));

    private static XElement Data(ReportContent content)
    {
        IReadOnlyList<FeatureColumn> columns = content.Data.Columns;
        int unlabelled = content.Table.RowCount - content.Data.Label.Rows.Count;
        return Section(
            "The data",
            new XElement("p", $"Label {content.Data.Label.Name}: {DataSummary.Describe(content.Data.Label)}, {content.Data.Label.Reason}." +
                (unlabelled > 0 ? $" {Show.Count(unlabelled)} rows without a label were left out." : "")),
            new XElement("p", $"{content.Data.Numeric.Count} columns are used as numbers, {content.Data.Categorical.Count} as categories; " +
                $"{columns.Count(column => column.Kind == ColumnKind.Dropped)} are dropped. Means, variances and categories are those of each fold's training part alone."),
            new XElement("details", new XElement("summary", $"What was done to each of {columns.Count} columns"), ColumnsTable.Of(columns)));
    }

    private static XElement Section(string title, params object?[] content) => new("section", new XElement("h2", title), content);

    private static XElement Note(string text) => new("p", new XAttribute("class", "note"), text);

    private static string StyleSheet()
    {
        using StreamReader reader = new(typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!);
        return reader.ReadToEnd();
    }
}
