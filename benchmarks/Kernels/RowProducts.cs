using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using MlNetLosses.Data;

namespace MlNetLosses.Benchmarks.Kernels;

/// <summary>
/// The two products of a solver's step, single precision throughout against single storage with double sums, over rows in
/// random order: in cache (1,000 rows) and out of it (200,000 rows).
/// </summary>
public class RowProducts
{
    private const int Columns = 100;
    private readonly double[] weights = new double[Columns];
    private readonly double[] origin = new double[Columns];
    private readonly float[] singleWeights = new float[Columns];
    private float[] values = [];
    private int[] order = [];
    private FeatureMatrix matrix = FeatureMatrix.Dense([], 0, Columns);

    [Params(1_000, 200_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        values = new float[Rows * Columns];
        for (int k = 0; k < values.Length; k++) values[k] = random.NextSingle();
        for (int j = 0; j < Columns; j++) (weights[j], singleWeights[j]) = (random.NextDouble(), random.NextSingle());
        order = [.. Enumerable.Range(0, Rows)];
        random.Shuffle(order);
        matrix = FeatureMatrix.Dense(values, Rows, Columns);
    }

    [Benchmark(Baseline = true)]
    public float DotSingle()
    {
        float sum = 0;
        foreach (int i in order) sum += TensorPrimitives.Dot<float>(values.AsSpan(i * Columns, Columns), singleWeights);
        return sum;
    }

    [Benchmark]
    public double DotDouble()
    {
        double sum = 0;
        foreach (int i in order) sum += matrix[i].Dot(weights);
        return sum;
    }

    [Benchmark]
    public double DotDoubleCentred()
    {
        double sum = 0;
        foreach (int i in order) sum += matrix[i].Dot(weights, origin);
        return sum;
    }

    [Benchmark]
    public void AddSingle()
    {
        foreach (int i in order) TensorPrimitives.MultiplyAdd(values.AsSpan(i * Columns, Columns), 1e-9f, singleWeights, singleWeights);
    }

    [Benchmark]
    public void AddDouble()
    {
        foreach (int i in order) matrix[i].AddTo(weights, 1e-9);
    }
}
