namespace MlNetLosses.Contrastive.Tests.Monitors;

/// <summary>What the monitors' oracles share.</summary>
internal static class Naive
{
    public static double[] Unit(float[] row)
    {
        double length = Math.Sqrt(row.Sum(y => (double)y * y));
        return [.. row.Select(y => y / length)];
    }

    /// <summary>Rows around one centre per class, so that classes overlap but can be told apart.</summary>
    /// <param name="labels">The class of each row; −1 for noise.</param>
    /// <param name="dimension">Values per row.</param>
    /// <param name="noise">Standard deviation within a class; the centres' is 1.</param>
    /// <param name="seed">Of the noise; the centres are always the same.</param>
    public static float[] Clusters(int[] labels, int dimension, double noise, int seed)
    {
        Random random = new(seed);
        return [.. labels.SelectMany(label =>
        {
            Random centre = new(1000 + label);
            return Enumerable.Range(0, dimension).Select(_ => (float)(Gaussian(centre) + noise * Gaussian(random))).ToArray();
        })];
    }

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
