using System.Numerics.Tensors;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Adds independent Gaussian noise to every value.</summary>
/// <remarks>
/// With σ uniform in [0, largest σ], drawn once for a view, and ε standard normal, drawn for each value:
/// <code>
/// v ↦ clip(v + σ ε, 0, 1)
/// </code>
/// Source of ε: G. E. P. Box, M. E. Muller, "A Note on the Generation of Random Normal Deviates", Ann. Math. Statist. 29 (1958), 610–611.
/// </remarks>
public sealed class GaussianNoise : IPixelAugmentation
{
    private const int BlockLength = 128;

    /// <summary>A noise.</summary>
    /// <param name="largestSigma">The largest σ, 0 (no noise) to 1 (as large as black to white); 0.1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="largestSigma"/> is out of its range.</exception>
    public GaussianNoise(double largestSigma = 0.1) => LargestSigma = AugmentationArgument.Within(largestSigma, 0, 1, "Give 0 for no noise.");

    /// <summary>The largest standard deviation of the noise.</summary>
    public double LargestSigma { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> pixels, ImageShape shape, Span<float> scratch, ref SplitMix64 random)
    {
        float sigma = (float)random.Uniform(0, LargestSigma);
        Span<float> radius = stackalloc float[BlockLength], angle = stackalloc float[BlockLength], wave = stackalloc float[BlockLength];
        for (Span<float> rest = pixels; rest.Length > 0; rest = rest[Math.Min(rest.Length, 2 * BlockLength)..])
        {
            for (int i = 0; i < BlockLength; i++)
            {
                radius[i] = (float)(1 - random.Uniform());      // in (0, 1]: its logarithm is finite
                angle[i] = (float)random.Uniform(0, 2 * Math.PI);
            }

            TensorPrimitives.Log(radius, radius);
            TensorPrimitives.Multiply(radius, -2 * sigma * sigma, radius);
            TensorPrimitives.Sqrt(radius, radius);
            TensorPrimitives.Cos(angle, wave);
            AddProduct(rest[..Math.Min(rest.Length, BlockLength)], radius, wave);
            TensorPrimitives.Sin(angle, wave);
            AddProduct(rest[Math.Min(rest.Length, BlockLength)..Math.Min(rest.Length, 2 * BlockLength)], radius, wave);
        }

        TensorPrimitives.Clamp(pixels, 0, 1, pixels);
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"GaussianNoise(largestSigma: {LargestSigma})");

    private static void AddProduct(Span<float> sum, ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        TensorPrimitives.MultiplyAdd(a[..sum.Length], b[..sum.Length], sum, sum);
}
