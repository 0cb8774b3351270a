using System.Numerics.Tensors;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Changes brightness, contrast, saturation and hue at random, with some probability. For images of red, green and blue.</summary>
/// <remarks>
/// With the factors β, κ, ς uniform in [1 − strength, 1 + strength], the angle θ uniform between ± hue turns, the luma Y = 0.299 r + 0.587 g + 0.114 b,
/// its mean m over the image, and the chroma (u, v) = (0.493 (b − Y), 0.877 (r − Y)):
/// <code>
/// Y      ↦ β (m + κ (Y − m))
/// (u, v) ↦ β κ ς · (u cos θ − v sin θ, u sin θ + v cos θ)
/// </code>
/// and back to r, g, b, clipped to [0, 1] once, at the end. The four steps commute, so there is no order to draw: one 3 × 3 matrix does all of them.
/// torchvision's <c>ColorJitter</c> clips after each step and turns the hue in HSV, which is not linear; here the luma is kept.
/// Source: T. Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020, appendices A and B.9, whose values for small images are the
/// defaults; hue as a rotation: P. Haeberli, "Matrix Operations for Image Processing", Silicon Graphics 1993; chroma: Recommendation ITU-R BT.470.
/// </remarks>
public sealed class ColorJitter : IPixelAugmentation
{
    private const double ChromaOfBlue = 0.493;
    private const double ChromaOfRed = 0.877;

    /// <summary>A jitter.</summary>
    /// <param name="brightness">Strength, 0 (no change) to 1; 0.4 by default.</param>
    /// <param name="contrast">Strength, 0 (no change) to 1; 0.4 by default.</param>
    /// <param name="saturation">Strength, 0 (no change) to 1; 0.4 by default.</param>
    /// <param name="hue">In turns of the colour wheel, 0 (no change) to 0.5 (any hue); 0.1 by default.</param>
    /// <param name="probability">Of a view to be changed at all, 0 to 1; 0.8 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ColorJitter(double brightness = 0.4, double contrast = 0.4, double saturation = 0.4, double hue = 0.1, double probability = 0.8)
    {
        Brightness = AugmentationArgument.Within(brightness, 0, 1, "Give 0 for no change.");
        Contrast = AugmentationArgument.Within(contrast, 0, 1, "Give 0 for no change.");
        Saturation = AugmentationArgument.Within(saturation, 0, 1, "Give 0 for no change.");
        Hue = AugmentationArgument.Within(hue, 0, 0.5, "Give turns of the colour wheel, not degrees.");
        Probability = AugmentationArgument.Probability(probability);
    }

    /// <summary>Brightness is multiplied by 1 ± up to this.</summary>
    public double Brightness { get; }

    /// <summary>Contrast is multiplied by 1 ± up to this.</summary>
    public double Contrast { get; }

    /// <summary>Saturation is multiplied by 1 ± up to this.</summary>
    public double Saturation { get; }

    /// <summary>Hue is turned by up to this share of the colour wheel, either way.</summary>
    public double Hue { get; }

    /// <summary>The probability of a view to be changed at all.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public void Check(ImageShape shape) => Luma.RequireColor(shape, this);

    /// <inheritdoc/>
    public void Apply(Span<float> pixels, ImageShape shape, Span<float> scratch, ref SplitMix64 random)
    {
        if (random.Uniform() >= Probability) return;
        double brightness = random.Uniform(1 - Brightness, 1 + Brightness), contrast = random.Uniform(1 - Contrast, 1 + Contrast);
        double saturation = random.Uniform(1 - Saturation, 1 + Saturation), turns = random.Uniform(-Hue, Hue);
        Change(pixels, scratch[..pixels.Length], brightness, contrast, saturation, turns);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Invariant($"ColorJitter(brightness: {Brightness}, contrast: {Contrast}, saturation: {Saturation}, hue: {Hue}, probability: {Probability})");

    /// <summary>Changes an image by stated factors, and its hue by a stated part of a turn.</summary>
    internal static void Change(Span<float> pixels, Span<float> result, double brightness, double contrast, double saturation, double turns)
    {
        int plane = pixels.Length / 3;
        ReadOnlySpan<float> red = pixels[..plane], green = pixels.Slice(plane, plane), blue = pixels.Slice(2 * plane, plane);
        double offset = brightness * (1 - contrast) * Luma.Of(TensorPrimitives.Average(red), TensorPrimitives.Average(green), TensorPrimitives.Average(blue));
        Span<double> fromRed = stackalloc double[3], fromGreen = stackalloc double[3], fromBlue = stackalloc double[3];
        ChangeColor(1, 0, 0, saturation, turns, fromRed);
        ChangeColor(0, 1, 0, saturation, turns, fromGreen);
        ChangeColor(0, 0, 1, saturation, turns, fromBlue);
        for (int c = 0; c < 3; c++)
        {
            Span<float> channel = result.Slice(c * plane, plane);
            TensorPrimitives.Multiply(red, (float)(brightness * contrast * fromRed[c]), channel);
            TensorPrimitives.MultiplyAdd(green, (float)(brightness * contrast * fromGreen[c]), channel, channel);
            TensorPrimitives.MultiplyAdd(blue, (float)(brightness * contrast * fromBlue[c]), channel, channel);
        }

        TensorPrimitives.Add(result, (float)offset, result);
        TensorPrimitives.Clamp(result, 0, 1, pixels);
    }

    /// <summary>The colour with another saturation and hue and the same luma.</summary>
    private static void ChangeColor(double red, double green, double blue, double saturation, double turns, Span<double> changed)
    {
        double luma = Luma.Of(red, green, blue), u = ChromaOfBlue * (blue - luma), v = ChromaOfRed * (red - luma);
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * turns);
        changed[0] = luma + saturation * (u * sine + v * cosine) / ChromaOfRed;
        changed[2] = luma + saturation * (u * cosine - v * sine) / ChromaOfBlue;
        changed[1] = (luma - Luma.Red * changed[0] - Luma.Blue * changed[2]) / Luma.Green;
    }
}
