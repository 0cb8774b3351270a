using System.Numerics.Tensors;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Blurs the image with some probability by a Gaussian of random width.</summary>
/// <remarks>
/// With σ uniform in its range, the radius R = ⌈3σ⌉, and the sum over the rows and then over the columns:
/// <code>
/// v(x) ↦ Σ k(d) v(x + d),   k(d) ∝ exp(−d² / 2σ²),   d = −R … R,   Σ k(d) = 1
/// </code>
/// Beyond the edge the outermost pixels go on.
/// Source: T. Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020, appendix A, whose probability and range are the defaults.
/// </remarks>
public sealed class GaussianBlur : IPixelAugmentation
{
    private const double LargestAllowed = 10;
    private const int LargestRadius = 30;

    /// <summary>A blur.</summary>
    /// <param name="probability">Of a view to be blurred, 0 to 1; 0.5 by default.</param>
    /// <param name="smallestSigma">The smallest σ in pixels, 0.01 to 10; 0.1 by default, which hardly changes anything.</param>
    /// <param name="largestSigma">The largest σ in pixels, <paramref name="smallestSigma"/> to 10; 2 by default, which is much for images of 32 pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public GaussianBlur(double probability = 0.5, double smallestSigma = 0.1, double largestSigma = 2)
    {
        Probability = AugmentationArgument.Probability(probability);
        SmallestSigma = AugmentationArgument.Within(smallestSigma, 0.01, LargestAllowed, "Give pixels.");
        AugmentationArgument.Within(largestSigma, 0.01, LargestAllowed, "Give pixels.");
        LargestSigma = AugmentationArgument.NotBelow(smallestSigma, largestSigma);
    }

    /// <summary>The probability of a view to be blurred.</summary>
    public double Probability { get; }

    /// <summary>The smallest standard deviation of the Gaussian, in pixels.</summary>
    public double SmallestSigma { get; }

    /// <summary>The largest standard deviation of the Gaussian, in pixels.</summary>
    public double LargestSigma { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> pixels, ImageShape shape, Span<float> scratch, ref SplitMix64 random)
    {
        if (random.Uniform() >= Probability) return;
        double sigma = random.Uniform(SmallestSigma, LargestSigma);
        int radius = (int)Math.Ceiling(3 * sigma), plane = shape.Height * shape.Width;
        Span<float> kernel = stackalloc float[2 * LargestRadius + 1];
        kernel = kernel[..(2 * radius + 1)];
        SetKernel(kernel, sigma);
        for (int c = 0; c < shape.Channels; c++)
        {
            Span<float> channel = pixels.Slice(c * plane, plane);
            BlurRows(channel, shape.Width, kernel);
            BlurColumns(channel, shape.Width, kernel, scratch[..plane]);
        }

        TensorPrimitives.Min(pixels, 1, pixels);        // the kernel's sum can be above 1 by rounding
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Invariant($"GaussianBlur(probability: {Probability}, smallestSigma: {SmallestSigma}, largestSigma: {LargestSigma})");

    private static void SetKernel(Span<float> kernel, double sigma)
    {
        int radius = kernel.Length / 2;
        double sum = 0;
        for (int d = -radius; d <= radius; d++) sum += Weight(d, sigma);
        for (int d = -radius; d <= radius; d++) kernel[radius + d] = (float)(Weight(d, sigma) / sum);

        static double Weight(int d, double sigma) => Math.Exp(-0.5 * d * d / (sigma * sigma));
    }

    private static void BlurRows(Span<float> channel, int width, ReadOnlySpan<float> kernel)
    {
        int radius = kernel.Length / 2;
        Span<float> padded = stackalloc float[ImageShape.MaximumSide + 2 * LargestRadius];
        for (int start = 0; start < channel.Length; start += width)
        {
            Span<float> row = channel.Slice(start, width);
            padded[..radius].Fill(row[0]);
            row.CopyTo(padded[radius..]);
            padded.Slice(radius + width, radius).Fill(row[^1]);
            row.Clear();
            for (int k = 0; k < kernel.Length; k++) TensorPrimitives.MultiplyAdd(padded.Slice(k, width), kernel[k], row, row);
        }
    }

    private static void BlurColumns(Span<float> channel, int width, ReadOnlySpan<float> kernel, Span<float> copy)
    {
        int height = channel.Length / width, radius = kernel.Length / 2;
        channel.CopyTo(copy);
        channel.Clear();
        for (int y = 0; y < height; y++)
        {
            Span<float> row = channel.Slice(y * width, width);
            for (int k = 0; k < kernel.Length; k++)
                TensorPrimitives.MultiplyAdd(copy.Slice(Math.Clamp(y + k - radius, 0, height - 1) * width, width), kernel[k], row, row);
        }
    }
}
