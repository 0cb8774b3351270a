using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>What the search took, fold by fold.</summary>
internal static class SearchSection
{
    /// <summary>Null where nothing was searched.</summary>
    public static XElement? Of(IReadOnlyList<Standing> standings)
    {
        FoldScore[] searched = [.. standings.SelectMany(standing => standing.Scores).Where(score => score.Search is not null)];
        return searched.Length == 0 ? null : new(
            "section", new XAttribute("class", "search"),
            new XElement("h2", "The search"),
            new XElement(
                "p", "Each tuned candidate was searched for anew in each fold, in that fold's training rows alone: random settings and the defaults were tried on few rows, the better half " +
                "of them on twice as many, and so on. Its score is of the fold's other rows, which the search has not seen. Where the settings differ much from fold to fold, they hardly matter, or the search was too short."),
            new XElement(
                "details", new XElement("summary", $"What was chosen in each of {searched.Length} searches"),
                Markup.Table(
                    [Markup.Heading("Candidate"), Markup.NumberHeading("Fold"), Markup.NumberHeading("Trials"), Markup.Heading("Chosen")],
                    searched.Select(score => new XElement(
                        "tr",
                        new XElement("th", new XAttribute("scope", "row"), score.Candidate.Name),
                        Markup.Number($"{score.Fold}"),
                        Markup.Number(Show.Count(score.Search!.Trials)),
                        new XElement("td", score.Search.Chosen.ToString()))))));
    }
}
