using MlNetLosses.Data;

namespace MlNetLosses.Benchmarks.Peers.Data;

/// <summary>Dense data with standard normal features and a linear signal of unit variance.</summary>
internal static class SyntheticData
{
    private const double ClassNoise = 0.5;
    private const double OutlierShare = 0.1;

    /// <summary>Two classes that overlap: y = sign(xᵀw + noise).</summary>
    public static DataSet Classes(int rows, int columns) => Create("two classes", rows, columns, 0, (random, score) => score + ClassNoise * Normal(random) > 0 ? 1 : -1);

    /// <summary>y = xᵀw + noise, standard normal, but 10 % Cauchy of scale 10.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">p.</param>
    /// <param name="correlation">Of neighbouring features. Without any, the Hessian is a multiple of the identity, and gradients point at the optimum.</param>
    public static DataSet Outliers(int rows, int columns, double correlation) => Create($"10 % outliers, neighbours correlated at {correlation}", rows, columns, correlation, (random, score) =>
        score + (random.NextDouble() < OutlierShare ? 10 * Math.Tan(Math.PI * (random.NextDouble() - 0.5)) : Normal(random)));

    /// <summary>y = xᵀw + noise, standard normal; scaled to unit variance.</summary>
    public static DataSet Regression(int rows, int columns)
    {
        DataSet data = Create("regression", rows, columns, 0, (random, score) => score + Normal(random));
        return data with { Labels = DataSet.ToUnitVariance(data.Labels) };
    }

    private static DataSet Create(string name, int rows, int columns, double correlation, Func<Random, double, double> label)
    {
        Random random = new(1);
        double[] weights = new double[columns];
        for (int j = 0; j < columns; j++) weights[j] = Normal(random) / Math.Sqrt(columns);
        float[] values = new float[rows * columns];
        double[] labels = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double score = 0, x = 0;
            for (int j = 0; j < columns; j++)
            {
                x = j == 0 ? Normal(random) : correlation * x + Math.Sqrt(1 - correlation * correlation) * Normal(random);
                values[i * columns + j] = (float)x;
                score += weights[j] * values[i * columns + j];
            }

            labels[i] = label(random, score);
        }

        return new(name, FeatureMatrix.Dense(values, rows, columns), labels);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
