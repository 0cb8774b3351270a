using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Onnx;

/// <summary>The encoders as their definition has them, example by example, in double precision.</summary>
internal static class NaiveEncoder
{
    public static double[] Image(ImageShape shape, double inputScale, IReadOnlyList<FoldedConvolution> blocks, DenseWeights? projection, float[] pixels)
    {
        double[] values = Array.ConvertAll(pixels, pixel => pixel * inputScale);
        (int height, int width) = (shape.Height, shape.Width);
        foreach (FoldedConvolution block in blocks)
        {
            values = Convolve(block, values, height, width);
            if (!block.Pools) continue;
            values = Pool(values, block.Outputs, height, width);
            (height, width) = (height / 2, width / 2);
        }
        return projection is null ? values : Dense(projection, values);
    }

    public static double[] Table(float[] means, float[] inverseDeviations, IReadOnlyList<DenseWeights> layers, DenseWeights? projection, float[] row)
    {
        double[] values = [.. row.Select((value, column) => ((double)value - means[column]) * inverseDeviations[column])];
        foreach (DenseWeights layer in layers) values = Array.ConvertAll(Dense(layer, values), Relu);
        return projection is null ? values : Dense(projection, values);
    }

    private static double Relu(double value) => Math.Max(value, 0);

    private static double[] Convolve(FoldedConvolution block, double[] input, int height, int width)
    {
        double[] output = new double[block.Outputs * height * width];
        for (int o = 0; o < block.Outputs; o++)
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++)
                {
                    double sum = block.Biases[o];
                    for (int i = 0; i < block.Inputs; i++)
                        for (int dy = -1; dy <= 1; dy++)
                            for (int dx = -1; dx <= 1; dx++)
                                if (y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width)
                                    sum += block.Weights[((o * block.Inputs + i) * 3 + dy + 1) * 3 + dx + 1] * input[(i * height + y + dy) * width + x + dx];
                    output[(o * height + y) * width + x] = Relu(sum);
                }
        return output;
    }

    private static double[] Pool(double[] input, int channels, int height, int width)
    {
        double[] output = new double[channels * (height / 2) * (width / 2)];
        for (int i = 0; i < output.Length; i++)
        {
            int x = i % (width / 2) * 2, y = i / (width / 2) % (height / 2) * 2, channel = i / (width / 2) / (height / 2);
            int corner = (channel * height + y) * width + x;
            output[i] = Math.Max(Math.Max(input[corner], input[corner + 1]), Math.Max(input[corner + width], input[corner + width + 1]));
        }
        return output;
    }

    private static double[] Dense(DenseWeights layer, double[] input) =>
        [.. Enumerable.Range(0, layer.Outputs).Select(o => layer.Biases[o] + Enumerable.Range(0, layer.Inputs).Sum(i => layer.Weights[o * layer.Inputs + i] * input[i]))];
}
