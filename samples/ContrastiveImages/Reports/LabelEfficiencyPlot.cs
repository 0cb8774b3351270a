using System.Globalization;
using ScottPlot;

namespace MlNetLosses.Samples.ContrastiveImages.Reports;

/// <summary>label-efficiency.png: accuracy by the number of labelled images.</summary>
internal static class LabelEfficiencyPlot
{
    public static string Save(string directory, IReadOnlyList<Accuracy> accuracies)
    {
        using Plot plot = new();
        foreach (IGrouping<string, Accuracy> curve in accuracies.GroupBy(accuracy => accuracy.Features).OrderByDescending(curve => curve.Last().Mean))
        {
            Accuracy[] points = [.. curve.OrderBy(accuracy => accuracy.Labels)];
            double[] x = [.. points.Select(point => Math.Log10(point.Labels))], y = [.. points.Select(point => 100 * point.Mean)];
            Color color = PlotStyle.ColorOf(curve.Key);
            var bars = plot.Add.ErrorBar(x, y, points.Select(point => 100 * point.Deviation).ToArray());
            (bars.Color, bars.CapSize) = (color.WithAlpha(0.6), 4);
            var line = plot.Add.Scatter(x, y, color);
            (line.LineWidth, line.MarkerSize, line.LegendText) = (2.5f, 9, $"{curve.Key} ({y[^1]:F1} % at {points[^1].Labels:N0})");
        }

        int[] counts = [.. accuracies.Select(accuracy => accuracy.Labels).Distinct().Order()];
        plot.Axes.Bottom.SetTicks([.. counts.Select(count => Math.Log10(count))], [.. counts.Select(count => count.ToString("N0", CultureInfo.InvariantCulture))]);
        PlotStyle.Label(plot, "Fashion-MNIST: how many labels a linear classifier needs, by what it is given", "Labelled images (bars: standard deviation over the draws)", "Accuracy on test images, %");
        plot.Legend.FontSize = 13;
        plot.ShowLegend(Alignment.LowerRight);
        return plot.SavePng(Path.Combine(directory, "label-efficiency.png"), 1000, 650).Path;
    }
}
