using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>What was done to which column.</summary>
internal static class ColumnsTable
{
    public static XElement Of(IReadOnlyList<FeatureColumn> columns) => Markup.Table(
        [Markup.Heading("Column"), Markup.Heading("Used as"), Markup.NumberHeading("Missing"), Markup.Heading("What was done")],
        columns.Select(column => new XElement(
            "tr",
            new XElement("th", new XAttribute("scope", "row"), column.Name),
            new XElement("td", column.Kind switch { ColumnKind.Numeric => "number", ColumnKind.Categorical => "category", _ => "–" }),
            Markup.Number(Show.Count(column.Missing)),
            new XElement("td", Treatment(column)))));

    private static string Treatment(FeatureColumn column) => column.Kind switch
    {
        ColumnKind.Dropped => $"dropped: {column.Note}",
        ColumnKind.Numeric => "scaled to mean 0, variance 1" + (column.Missing > 0 ? "; missing cells replaced by the mean, with an indicator" : "") + Note(column),
        _ => "one-hot" + (column.Missing > 0 ? "; missing cells are a level of their own" : "") + Note(column),
    };

    private static string Note(FeatureColumn column) => column.Note is { } note ? $"; {note}" : "";
}
