namespace MlNetLosses.Tests.Solvers;

/// <summary>Problems large enough that one pass over them teaches something.</summary>
internal static class SgdProblem
{
    /// <summary>Features on scales from 1/16 to 1, two of three entries zero, and a label that depends on half of them.</summary>
    public static SmallProblem Draw(int rows, int columns, int seed, double noise = 1)
    {
        var random = new Random(seed);
        float[] features = [.. Enumerable.Range(0, rows * columns).Select(k => random.Next(3) > 0 ? 0 : random.Next(-32, 33) / (k % columns % 3 == 0 ? 256f : 16f))];
        double[] coefficients = [.. Enumerable.Range(0, columns).Select(j => j % 2 == 0 ? 0 : random.NextDouble() - 0.5)];
        double[] targets = [.. Enumerable.Range(0, rows).Select(i =>
            coefficients.Select((c, j) => c * features[i * columns + j]).Sum() + noise * (random.NextDouble() - 0.5) + 0.25)];
        return new(rows, columns, features, targets, 0.001, 0.01) { FitIntercept = true, Standardize = true };
    }
}
