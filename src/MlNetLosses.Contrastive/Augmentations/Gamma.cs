using System.Numerics.Tensors;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Raises every value to a random power, which lightens or darkens the middle tones and leaves black and white.</summary>
/// <remarks>
/// With u uniform in [−g, g]:
/// <code>
/// v ↦ v^exp(u)
/// </code>
/// The gamma correction of displays (C. Poynton, "A Technical Introduction to Digital Video", Wiley 1996, chapter 6) with a random exponent; for g = 1.2 it lies between 0.30 and 3.3.
/// </remarks>
public sealed class Gamma : IPixelAugmentation
{
    /// <summary>A change of gamma.</summary>
    /// <param name="strength">g, the largest logarithm of the exponent, 0 (no change) to 3; 1.2 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="strength"/> is out of its range.</exception>
    public Gamma(double strength = 1.2) => Strength = AugmentationArgument.Within(strength, 0, 3, "Give 0 for no change.");

    /// <summary>g, the largest logarithm of the exponent.</summary>
    public double Strength { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> pixels, ImageShape shape, Span<float> scratch, ref SplitMix64 random)
    {
        float exponent = (float)Math.Exp(random.Uniform(-Strength, Strength));

        // exp(e log v), because the library's power is not vectorised; the logarithm of 0 is −∞, whose exponential is 0.
        TensorPrimitives.Max(pixels, 0, pixels);        // a value below 0, even by rounding, would become NaN
        TensorPrimitives.Log(pixels, pixels);
        TensorPrimitives.Multiply(pixels, exponent, pixels);
        TensorPrimitives.Exp(pixels, pixels);
        TensorPrimitives.Min(pixels, 1, pixels);        // the vectorised exponential of 0 is 1 + 1e-7
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Gamma(strength: {Strength})");
}
