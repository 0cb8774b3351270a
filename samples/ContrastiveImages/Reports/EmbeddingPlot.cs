using Microsoft.ML;
using Microsoft.ML.Data;
using ScottPlot;

namespace MlNetLosses.Samples.ContrastiveImages.Reports;

/// <summary>embedding.png: the test images as points, before and after the encoder. The classes colour the points and nothing else.</summary>
internal static class EmbeddingPlot
{
    public static string Save(string directory, MLContext mlContext, IDataView images, ITransformer rawPixels, ITransformer pretrained)
    {
        Multiplot panels = new();
        panels.AddPlots(2);
        panels.Layout = new ScottPlot.MultiplotLayouts.Columns();
        Draw(panels.GetPlot(0), mlContext, images, rawPixels, "Test images by their raw pixels");
        Draw(panels.GetPlot(1), mlContext, images, pretrained, "The same by their embedding, learnt without labels");
        foreach ((string name, Color color) in FashionMnist.Classes.Zip(PlotStyle.Ten))
            panels.GetPlot(1).Legend.ManualItems.Add(new LegendItem { LabelText = name, MarkerShape = MarkerShape.FilledCircle, MarkerSize = 12, MarkerFillColor = color });
        panels.GetPlot(1).Legend.FontSize = 14;
        panels.GetPlot(1).ShowLegend(Edge.Right);
        return panels.SavePng(Path.Combine(directory, "embedding.png"), 1500, 700).Path;
    }

    private static void Draw(Plot plot, MLContext mlContext, IDataView images, ITransformer features, string title)
    {
        IDataView data = features.Transform(images);
        IDataView projected = mlContext.Transforms.NormalizeLpNorm("Features")
            .Append(mlContext.Transforms.ProjectToPrincipalComponents("Features", rank: 2, seed: 1)).Fit(data).Transform(data);
        string[] labels = [.. projected.GetColumn<string>("Label")];
        Coordinates[] places = [.. projected.GetColumn<float[]>("Features").Select(place => new Coordinates(place[0], place[1]))];
        foreach ((string name, Color color) in FashionMnist.Classes.Zip(PlotStyle.Ten))
            plot.Add.Markers(places.Where((_, i) => labels[i] == name).ToArray(), MarkerShape.FilledCircle, 5, color.WithAlpha(0.6));
        PlotStyle.Label(plot, title, "First principal component", "Second principal component");
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
            axis.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
    }
}
