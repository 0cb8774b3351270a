using System.Numerics.Tensors;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Changes contrast, then brightness, each by a random factor.</summary>
/// <remarks>
/// With the image's mean m over all channels, the contrast c uniform in [1 − s, 1 + s] and the brightness b alike:
/// <code>
/// v ↦ clip(b (m + c (v − m)), 0, 1)
/// </code>
/// Source: A. G. Howard, "Some Improvements on Deep Convolutional Neural Network Based Image Classification", 2013 (arXiv:1312.5402).
/// </remarks>
public sealed class BrightnessContrast : IPixelAugmentation
{
    /// <summary>The same strength for both.</summary>
    /// <param name="strength">s, 0 (no change) to 1; 0.6 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="strength"/> is out of its range.</exception>
    public BrightnessContrast(double strength = 0.6) => Strength = AugmentationArgument.Within(strength, 0, 1, "Give 0 for no change.");

    /// <summary>s: the factors are uniform in [1 − s, 1 + s].</summary>
    public double Strength { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> pixels, ImageShape shape, Span<float> scratch, ref SplitMix64 random)
    {
        double contrast = random.Uniform(1 - Strength, 1 + Strength), brightness = random.Uniform(1 - Strength, 1 + Strength);
        double offset = brightness * (1 - contrast) * TensorPrimitives.Average<float>(pixels);
        TensorPrimitives.Multiply(pixels, (float)(brightness * contrast), pixels);
        TensorPrimitives.Add(pixels, (float)offset, pixels);
        TensorPrimitives.Clamp(pixels, 0, 1, pixels);
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"BrightnessContrast(strength: {Strength})");
}
