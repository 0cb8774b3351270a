using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Network;

/// <summary>The layers as their definitions say, in double precision: planar maps (channel, row, column), no padding, no tricks.</summary>
internal sealed record Map(int Channels, int Height, int Width, double[] Values)
{
    public Map(int channels, int height, int width)
        : this(channels, height, width, new double[channels * height * width])
    {
    }

    public static Map Of(ImageShape shape, float[] values) =>
        new(shape.Channels, shape.Height, shape.Width, [.. values.Select(value => (double)value)]);

    public ref double this[int channel, int y, int x] => ref Values[(channel * Height + y) * Width + x];

    public Map Convolve(FoldedConvolution layer)
    {
        Map result = new(layer.Outputs, Height, Width);
        for (int k = 0; k < layer.Outputs; k++)
            for (int y = 0; y < Height; y++)
                for (int x = 0; x < Width; x++)
                {
                    double sum = layer.Biases[k];
                    for (int c = 0; c < Channels; c++)
                        for (int dy = -1; dy <= 1; dy++)
                            for (int dx = -1; dx <= 1; dx++)
                                if (y + dy >= 0 && y + dy < Height && x + dx >= 0 && x + dx < Width)
                                    sum += layer.Weights[((k * Channels + c) * 3 + dy + 1) * 3 + dx + 1] * this[c, y + dy, x + dx];
                    result[k, y, x] = sum;
                }

        return result;
    }

    public Map Rectify() => this with { Values = [.. Values.Select(value => Math.Max(0, value))] };

    public Map Pool()
    {
        Map result = new(Channels, Height / 2, Width / 2);
        for (int c = 0; c < Channels; c++)
            for (int y = 0; y < result.Height; y++)
                for (int x = 0; x < result.Width; x++)
                    result[c, y, x] = Math.Max(
                        Math.Max(this[c, 2 * y, 2 * x], this[c, 2 * y, 2 * x + 1]), Math.Max(this[c, 2 * y + 1, 2 * x], this[c, 2 * y + 1, 2 * x + 1]));
        return result;
    }

    /// <summary>Each channel of a batch to mean 0 and variance 1.</summary>
    public static Map[] Normalize(Map[] batch)
    {
        Map[] result = [.. batch.Select(map => new Map(map.Channels, map.Height, map.Width))];
        int pixels = batch[0].Height * batch[0].Width;
        for (int c = 0; c < batch[0].Channels; c++)
        {
            double[] values = [.. batch.SelectMany(map => map.Values.Skip(c * pixels).Take(pixels))];
            double mean = values.Average(), variance = values.Average(value => (value - mean) * (value - mean));
            for (int i = 0; i < batch.Length; i++)
                for (int pixel = 0; pixel < pixels; pixel++)
                    result[i].Values[c * pixels + pixel] = (batch[i].Values[c * pixels + pixel] - mean) / Math.Sqrt(variance + 1e-5);
        }

        return result;
    }

    public static double[] Multiply(DenseWeights layer, double[] input)
    {
        double[] result = new double[layer.Outputs];
        for (int k = 0; k < layer.Outputs; k++)
        {
            result[k] = layer.Biases[k];
            for (int i = 0; i < layer.Inputs; i++) result[k] += layer.Weights[k * layer.Inputs + i] * input[i];
        }

        return result;
    }
}
