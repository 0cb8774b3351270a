using MlNetLosses.Contrastive;
using ScottPlot;

namespace MlNetLosses.Samples.ContrastiveImages.Reports;

/// <summary>monitors.png: what can be seen of a pretraining without any label, epoch by epoch.</summary>
internal static class MonitorPlot
{
    public static string Save(string directory, IReadOnlyList<ContrastiveProgress> history)
    {
        Multiplot panels = new();
        panels.AddPlots(4);
        panels.Layout = new ScottPlot.MultiplotLayouts.Grid(rows: 2, columns: 2);
        Draw(panels.GetPlot(0), history, "Loss (lower: two views of an image find each other)", epoch => epoch.Loss);
        Draw(panels.GetPlot(1), history, "Alignment (lower: two views of an image are closer)", epoch => epoch.Monitors!.Alignment);
        Draw(panels.GetPlot(2), history, "Uniformity (lower: images are spread more evenly)", epoch => epoch.Monitors!.Uniformity);
        Draw(panels.GetPlot(3), history, "Effective rank (directions in use; near 1: collapsed)", epoch => epoch.Monitors!.EffectiveRank);
        return panels.SavePng(Path.Combine(directory, "monitors.png"), 1100, 750).Path;
    }

    private static void Draw(Plot plot, IReadOnlyList<ContrastiveProgress> history, string title, Func<ContrastiveProgress, double> value)
    {
        var line = plot.Add.Scatter(history.Select(epoch => (double)epoch.Epoch).ToArray(), history.Select(value).ToArray(), PlotStyle.ColorOf(Names.Pretrained));
        (line.LineWidth, line.MarkerSize) = (2.5f, 7);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        PlotStyle.Label(plot, title, "Epoch", "");
    }
}
