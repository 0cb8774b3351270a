using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>How many rows of each class were taken for which.</summary>
internal static class ConfusionTable
{
    public static XElement Of(IReadOnlyList<OutOfFold> predictions, IReadOnlyList<string> classes)
    {
        ILookup<(int Actual, int Predicted), OutOfFold> cells = predictions.ToLookup(row => ((int)row.Actual, (int)row.Predicted));
        return Markup.Table(
            [Markup.Heading("actual \\ predicted"), .. classes.Select(Markup.NumberHeading)],
            classes.Select((name, actual) => new XElement(
                "tr",
                new XElement("th", new XAttribute("scope", "row"), name),
                classes.Select((_, predicted) => Markup.Number(Show.Count(cells[(actual, predicted)].Count()))))));
    }
}
