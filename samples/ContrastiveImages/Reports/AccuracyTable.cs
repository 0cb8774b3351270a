using System.Globalization;
using Spectre.Console;

namespace MlNetLosses.Samples.ContrastiveImages.Reports;

/// <summary>The table of results: a row for each kind of features, a column for each number of labels.</summary>
internal static class AccuracyTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<Accuracy> accuracies, int[] labelCounts, int testImages)
    {
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumn("Features of the linear classifier");
        foreach (int count in labelCounts)
            table.AddColumn(new TableColumn(string.Create(CultureInfo.InvariantCulture, $"{count:N0} labels")).RightAligned());

        foreach (IGrouping<string, Accuracy> row in accuracies.GroupBy(accuracy => accuracy.Features))
        {
            string style = row.Key == Names.Pretrained ? "green" : "default";
            IEnumerable<string> cells = labelCounts.Select(count => row.Single(accuracy => accuracy.Labels == count).ToString());
            table.AddRow([.. new[] { row.Key }.Concat(cells).Select(cell => $"[{style}]{Markup.Escape(cell)}[/]")]);
        }
        console.Write(table);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"[grey]Accuracy in % on {testImages:N0} test images: mean ± standard deviation over {accuracies[0].Draws.Length} draws of the labelled images. The features stay as they are; the classifier's ridge is chosen by cross-validation on the labelled images alone.[/]");
    }
}
