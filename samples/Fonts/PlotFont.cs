namespace MlNetLosses.Samples;

/// <summary>The font of every plot: shipped, because a container often has none and text would silently be left out.</summary>
internal static class PlotFont
{
    private const string Name = "Open Sans";

    public static void Use()
    {
        ScottPlot.Fonts.AddFontFile(Name, Path.Combine(AppContext.BaseDirectory, "OpenSans-Regular.ttf"), bold: false, italic: false);
        ScottPlot.Fonts.Default = Name;
    }
}
