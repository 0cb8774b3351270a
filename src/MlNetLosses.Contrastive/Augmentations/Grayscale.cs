using System.Numerics.Tensors;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Takes the colour away with some probability: all three channels become the luma. For images of red, green and blue.</summary>
/// <remarks>
/// <code>
/// r, g, b ↦ Y, Y, Y   with Y = 0.299 r + 0.587 g + 0.114 b
/// </code>
/// Source: T. Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020, appendix A, whose probability is the default;
/// weights: Recommendation ITU-R BT.601.
/// </remarks>
public sealed class Grayscale : IPixelAugmentation
{
    /// <summary>A greyscale.</summary>
    /// <param name="probability">Of a view to lose its colour, 0 to 1; 0.2 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is out of its range.</exception>
    public Grayscale(double probability = 0.2) => Probability = AugmentationArgument.Probability(probability);

    /// <summary>The probability of a view to lose its colour.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public void Check(ImageShape shape) => Luma.RequireColor(shape, this);

    /// <inheritdoc/>
    public void Apply(Span<float> pixels, ImageShape shape, Span<float> scratch, ref SplitMix64 random)
    {
        if (random.Uniform() >= Probability) return;
        int plane = shape.Height * shape.Width;
        Span<float> red = pixels[..plane], green = pixels.Slice(plane, plane), blue = pixels.Slice(2 * plane, plane);
        TensorPrimitives.Multiply(red, (float)Luma.Red, red);
        TensorPrimitives.MultiplyAdd(green, (float)Luma.Green, red, red);
        TensorPrimitives.MultiplyAdd(blue, (float)Luma.Blue, red, red);
        TensorPrimitives.Min(red, 1, red);      // the weights' sum can be above 1 by rounding
        red.CopyTo(green);
        red.CopyTo(blue);
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Grayscale(probability: {Probability})");
}
