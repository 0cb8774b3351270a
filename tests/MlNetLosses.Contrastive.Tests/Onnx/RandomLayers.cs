using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Onnx;

/// <summary>Layers of random weights whose values stay near 1, and inputs for them.</summary>
internal sealed class RandomLayers(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Blocks of the given channels, of which all but the last pool.</summary>
    public FoldedConvolution[] Blocks(params int[] channels) =>
        [.. Enumerable.Range(0, channels.Length - 1).Select(i => new FoldedConvolution(
            channels[i], channels[i + 1],
            Values(channels[i] * channels[i + 1] * 9, Math.Sqrt(6 / (9.0 * channels[i]))), Values(channels[i + 1], 0.5),
            Pools: i < channels.Length - 2))];

    public DenseWeights Dense(int inputs, int outputs) =>
        new(inputs, outputs, Values(inputs * outputs, Math.Sqrt(6.0 / inputs)), Values(outputs, 0.5));

    /// <summary>Uniform between −<paramref name="bound"/> and <paramref name="bound"/>.</summary>
    public float[] Values(int count, double bound) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((2 * _random.NextDouble() - 1) * bound))];

    /// <summary>Whole numbers from 0 to 255.</summary>
    public float[] Pixels(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)_random.Next(256))];
}
