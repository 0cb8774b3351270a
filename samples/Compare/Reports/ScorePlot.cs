using MlNetLosses.Samples.Compare.Learning;
using ScottPlot;

namespace MlNetLosses.Samples.Compare.Reports;

/// <summary>leaderboard.png: one line per candidate, best on top, its folds as dots, mean and deviation on them.</summary>
internal static class ScorePlot
{
    private const int Width = 1100;
    private const int RowHeight = 34;

    private static readonly Dictionary<Family, Color> Families = new()
    {
        [Family.MlNetLosses] = Color.FromHex("#0B7A4B"),
        [Family.MlNetLinear] = Color.FromHex("#5B6B7F"),
        [Family.Trees] = Color.FromHex("#C27A1A"),
    };

    /// <summary>Returns null, and draws nothing, if no candidate has a score.</summary>
    public static string? Save(string directory, IReadOnlyList<Standing> standings, Metric metric, string title)
    {
        Standing[] shown = [.. standings.Where(standing => standing.Error is null)];
        if (shown.Length == 0)
            return null;
        PlotFont.Use();
        using Plot plot = new();
        ScoreRange range = ScoreRange.Of(shown, metric);
        plot.Axes.SetLimits(range.Low, range.High, 0.4 - shown.Length, 0.6);
        plot.Axes.SetLimitsY(0.4 - shown.Length, 0.6, plot.Axes.Right);

        for (int i = 0; i < shown.Length; i++)
        {
            if (range.Holds(shown[i]))
                Draw(plot, shown[i], y: -i);
            else
                Note(plot, "off the scale", range.High, y: -i, Families[shown[i].Candidate.Family]);
        }
        Decorate(plot, shown, metric, title);
        return SafeFile.Write(directory, "leaderboard.png", path => plot.SavePng(path, Width, 150 + RowHeight * shown.Length));
    }

    private static void Draw(Plot plot, Standing standing, int y)
    {
        Color color = Families[standing.Candidate.Family];
        double mean = standing.Mean(0), deviation = standing.Deviation(0);
        var line = plot.Add.Line(mean - deviation, y, mean + deviation, y);
        line.LineColor = color;
        line.LineWidth = 3;
        var folds = plot.Add.Markers(standing.Scores.Select(score => new Coordinates(score.Values[0], y)).ToArray());
        folds.MarkerStyle = new MarkerStyle(MarkerShape.FilledCircle, 7, color.WithAlpha(0.35));
        plot.Add.Marker(mean, y, MarkerShape.FilledCircle, 13, color);
    }

    private static void Note(Plot plot, string text, double x, double y, Color color)
    {
        var label = plot.Add.Text(text, x, y);
        label.LabelFontColor = color;
        label.LabelFontSize = 13;
        label.LabelAlignment = Alignment.MiddleRight;
    }

    private static void Decorate(Plot plot, Standing[] shown, Metric metric, string title)
    {
        plot.Title(title, size: 17);
        plot.Axes.Title.Label.Bold = false;
        plot.XLabel($"{metric.Name}, {(metric.HigherIsBetter ? "higher" : "lower")} is better (small dots: folds; large dot and bar: mean ± standard deviation)", size: 13);
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.SetTicks([.. shown.Select((_, i) => (double)-i)], [.. shown.Select((standing, i) => $"{standing.Candidate.Name}  {i + 1}")]);
        plot.Axes.Right.SetTicks([.. shown.Select((_, i) => (double)-i)], [.. shown.Select(standing => Show.MeanAndDeviation(standing, 0))]);
        foreach (IYAxis side in new IYAxis[] { plot.Axes.Left, plot.Axes.Right })
        {
            side.TickLabelStyle.FontSize = 13;
            side.MajorTickStyle.Length = 0;
            side.FrameLineStyle.Width = 0;
        }
        plot.Axes.Bottom.TickLabelStyle.FontSize = 12;
        plot.Axes.Bottom.MinorTickStyle.Length = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        foreach (Family family in shown.Select(standing => standing.Candidate.Family).Distinct().Order())
        {
            plot.Legend.ManualItems.Add(new LegendItem
            {
                LabelText = FamilyName.Of(family),
                MarkerShape = MarkerShape.FilledCircle,
                MarkerSize = 11,
                MarkerFillColor = Families[family],
                LabelFontSize = 13,
            });
        }
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.ShowLegend(Edge.Bottom);
    }
}
