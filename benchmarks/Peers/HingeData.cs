namespace MlNetLosses.Benchmarks.Peers;

/// <summary>A dense two-class problem whose classes overlap: standard normal features, label = sign(xᵀw + noise).</summary>
internal static class HingeData
{
    private const double Noise = 0.5;

    public static Example[] Create(int rows, int seed)
    {
        Random random = new(seed);
        double[] weights = new double[Example.Features];
        for (int j = 0; j < weights.Length; j++) weights[j] = Normal(random) / Math.Sqrt(weights.Length);
        Example[] examples = new Example[rows];
        for (int i = 0; i < rows; i++)
        {
            float[] x = new float[Example.Features];
            double score = Noise * Normal(random);
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = (float)Normal(random);
                score += weights[j] * x[j];
            }

            examples[i] = new() { X = x, Label = score > 0 };
        }

        return examples;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
