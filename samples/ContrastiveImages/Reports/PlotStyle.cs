using ScottPlot;

namespace MlNetLosses.Samples.ContrastiveImages.Reports;

/// <summary>What the pictures have in common.</summary>
internal static class PlotStyle
{
    /// <summary>Ten colours that are told apart easily (Tableau 10).</summary>
    public static readonly Color[] Ten = [.. new[] { "#4E79A7", "#F28E2B", "#E15759", "#76B7B2", "#59A14F", "#EDC948", "#B07AA1", "#FF9DA7", "#9C755F", "#BAB0AC" }.Select(Color.FromHex)];

    private static readonly Dictionary<string, Color> Colors = new()
    {
        [Names.Pretrained] = Color.FromHex("#0B7A4B"),
        [Names.RawPixels] = Color.FromHex("#5B6B7F"),
        [Names.RandomEncoder] = Color.FromHex("#C27A1A"),
        [Names.SupervisedAlone] = Color.FromHex("#7A4FA3"),
        [Names.PrincipalComponents] = Color.FromHex("#3B8EC2"),
    };

    public static Color ColorOf(string features) => Colors[features];

    public static void Label(Plot plot, string title, string x, string y)
    {
        plot.Title(title, size: 16);
        plot.XLabel(x, size: 14);
        plot.YLabel(y, size: 14);
        (plot.Axes.Title.Label.Bold, plot.Axes.Bottom.Label.Bold, plot.Axes.Left.Label.Bold) = (false, false, false);
        (plot.Axes.Bottom.TickLabelStyle.FontSize, plot.Axes.Left.TickLabelStyle.FontSize) = (13, 13);
        (plot.Axes.Top.FrameLineStyle.Width, plot.Axes.Right.FrameLineStyle.Width) = (0, 0);
    }
}
