using MlNetLosses.Contrastive.Augmentations;
using ScottPlot;

namespace MlNetLosses.Samples.ContrastiveImages.Reports;

/// <summary>views.png: some images, and under each what the network sees of it. Look at yours before a long training.</summary>
internal static class ViewsPicture
{
    private const int Views = 4, Gap = 3;

    public static string Save(string directory, FashionImage[] images, IReadOnlyList<IImageAugmentation> augmentations, int seed)
    {
        int side = FashionMnist.Shape.Height, pitch = side + Gap;
        double[,] picture = new double[(1 + Views) * pitch - Gap, images.Length * pitch - Gap];
        for (int y = 0; y < picture.GetLength(0); y++)
            for (int x = 0; x < picture.GetLength(1); x++)
                picture[y, x] = 1;

        ImageViews views = new(augmentations, FashionMnist.Shape);
        SplitMix64 random = new((ulong)seed);
        float[] view = new float[FashionMnist.Shape.Length], scratch = new float[view.Length];
        for (int column = 0; column < images.Length; column++)
        {
            float[] image = Array.ConvertAll(images[column].Pixels, pixel => pixel / 255);
            Paste(image, 0, column);
            for (int row = 1; row <= Views; row++)
            {
                views.Draw(image, view, scratch, ref random);
                Paste(view, row, column);
            }
        }

        using Plot plot = new();
        plot.Add.Heatmap(picture).Colormap = new ScottPlot.Colormaps.Grayscale();
        PlotStyle.Label(plot, "Views of images: what the network learns to see as the same thing", "", "");
        plot.Axes.SetLimits(-Gap, picture.GetLength(1), -Gap, picture.GetLength(0));
        plot.Axes.Bottom.SetTicks([.. images.Select((_, column) => column * pitch + side / 2.0)], [.. images.Select(image => image.Label)]);
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, 1 + Views).Select(row => (Views - row) * pitch + side / 2.0)], ["original", .. Enumerable.Range(1, Views).Select(row => $"view {row}")]);
        plot.Grid.IsVisible = false;
        foreach (IAxis axis in plot.Axes.GetAxes())
            (axis.FrameLineStyle.Width, axis.MajorTickStyle.Length) = (0, 0);
        return plot.SavePng(Path.Combine(directory, "views.png"), 1100, 740).Path;

        void Paste(float[] pixels, int row, int column)
        {
            for (int i = 0; i < pixels.Length; i++)
                picture[row * pitch + i / side, column * pitch + i % side] = pixels[i];
        }
    }
}
