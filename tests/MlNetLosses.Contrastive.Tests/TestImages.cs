using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Contrastive.Tests;

/// <summary>Small grey images of three classes: horizontal, vertical and diagonal stripes, each with a phase, a contrast and noise of its own.</summary>
internal static class TestImages
{
    public const int Side = 12, Classes = 3;

    public static ImageShape Shape { get; } = new(1, Side, Side);

    public sealed class Image
    {
        public float[] Pixels { get; set; } = [];

        public string Kind { get; set; } = "";
    }

    public static Image[] Draw(int count, int seed = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            int kind = i % Classes;
            double phase = 2 * Math.PI * random.NextDouble(), contrast = 50 + 70 * random.NextDouble();
            float[] pixels = [.. Enumerable.Range(0, Side * Side).Select(k =>
            {
                (int y, int x) = (k / Side, k % Side);
                double along = kind switch { 0 => y, 1 => x, _ => (x + y) / Math.Sqrt(2) };
                return (float)Math.Clamp(127 + contrast * Math.Sin(1.6 * along + phase) + 20 * (random.NextDouble() - 0.5), 0, 255);
            })];
            return new Image { Pixels = pixels, Kind = kind.ToString() };
        })];
    }

    public static IDataView View(MLContext mlContext, IEnumerable<Image> images, int length = Side * Side)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Image));
        schema[nameof(Image.Pixels)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, length);
        return mlContext.Data.LoadFromEnumerable(images, schema);
    }

    /// <summary>A training that takes well under a second.</summary>
    public static ContrastiveOptions Options() => new()
    {
        ImageShape = Shape,
        Channels = [8, 16],
        OutputLength = 16,
        ProjectionUnits = 16,
        ProjectionLength = 8,
        BatchSize = 16,
        Epochs = 2,
        Seed = 1,
    };
}
