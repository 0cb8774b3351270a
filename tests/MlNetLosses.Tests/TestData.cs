using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Tests;

/// <summary>Small data sets, the same at every run.</summary>
internal static class TestData
{
    public const int FeatureCount = 5;

    public static MLContext Context() => new(seed: 1);

    /// <summary>y = 3x₀ − 2x₁ + 1 + noise, every tenth label an outlier; features far from 0 and of different size.</summary>
    public static List<RegressionExample> Regression(int count = 120, int seed = 7)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float[] x = Features(random);
            double y = 3 * x[0] - 2 * x[1] + 1 + 0.1 * Normal(random) + (i % 10 == 0 ? 50 : 0);
            return new RegressionExample { Features = x, Label = (float)y, Weight = 1 + i % 3 };
        })];
    }

    /// <summary>Counts with mean exp(0.5x₀ − 0.3x₁).</summary>
    public static List<RegressionExample> Counts(int count = 120, int seed = 11)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float[] x = Features(random);
            return new RegressionExample { Features = x, Label = (float)Math.Round(Math.Exp(0.5 * x[0] - 0.3 * x[1]) * (0.5 + random.NextDouble())), Weight = 1 };
        })];
    }

    /// <summary>Two overlapping classes, about a third positive.</summary>
    public static List<BinaryExample> Binary(int count = 120, int seed = 3)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float[] x = Features(random);
            return new BinaryExample { Features = x, Label = 2 * x[0] - x[1] + Normal(random) > 1, Weight = 1 + i % 3 };
        })];
    }

    /// <summary>Three overlapping classes.</summary>
    public static List<MulticlassExample> Multiclass(int count = 150, int seed = 5)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float[] x = Features(random);
            double score = x[0] - x[1] + 0.5 * Normal(random);
            return new MulticlassExample { Features = x, Label = score < -0.7 ? "low" : score < 0.7 ? "middle" : "high", Weight = 1 + i % 3 };
        })];
    }

    public static IDataView View<T>(MLContext mlContext, IEnumerable<T> examples)
        where T : class => mlContext.Data.LoadFromEnumerable(examples);

    /// <summary>With the label mapped to a key.</summary>
    public static IDataView KeyedView(MLContext mlContext, IEnumerable<MulticlassExample> examples)
    {
        IDataView data = mlContext.Data.LoadFromEnumerable(examples);
        return mlContext.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static float[] Features(Random random) =>
    [
        (float)Normal(random),
        (float)Normal(random),
        (float)(100 + 10 * Normal(random)),
        (float)(0.01 * Normal(random)),
        random.Next(3) == 0 ? 1 : 0,
    ];
}

internal sealed class RegressionExample
{
    [VectorType(TestData.FeatureCount)]
    public float[] Features { get; set; } = [];

    public float Label { get; set; }

    public float Weight { get; set; }
}

internal sealed class BinaryExample
{
    [VectorType(TestData.FeatureCount)]
    public float[] Features { get; set; } = [];

    public bool Label { get; set; }

    public float Weight { get; set; }
}

internal sealed class MulticlassExample
{
    [VectorType(TestData.FeatureCount)]
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";

    public float Weight { get; set; }
}
