using System.Numerics.Tensors;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Filters the image by a random 3 × 3 kernel near the identity: textures and the sharpness of edges change, shapes stay.</summary>
/// <remarks>
/// With uᵢ uniform in [−1, 1), drawn once for a view, and the same kernel for every channel:
/// <code>
/// k = δ + strength · u,   v(x) ↦ clip( Σ k(d) v(x + d) / s, 0, 1 ),   s = |Σ k| where that is above 0.3, otherwise 1
/// </code>
/// Beyond the edge the outermost pixels go on.
/// Source: Z. Xu, D. Liu, J. Yang, C. Raffel, M. Niethammer, "Robust and Generalizable Visual Representation Learning via Random
/// Convolutions", ICLR 2021, in its form that mixes the image in.
/// </remarks>
public sealed class RandomConvolution : IPixelAugmentation
{
    private const int Taps = 9;
    private const float SmallestSum = 0.3f;

    /// <summary>A random convolution.</summary>
    /// <param name="strength">The largest change of a kernel weight, 0 (none) to 1; 0.3 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="strength"/> is out of its range.</exception>
    public RandomConvolution(double strength = 0.3) => Strength = AugmentationArgument.Within(strength, 0, 1, "Give 0 for no change.");

    /// <summary>The largest change of a kernel weight.</summary>
    public double Strength { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> pixels, ImageShape shape, Span<float> scratch, ref SplitMix64 random)
    {
        Span<float> kernel = stackalloc float[Taps];
        for (int i = 0; i < Taps; i++) kernel[i] = (float)random.Uniform(-Strength, Strength);
        kernel[Taps / 2] += 1;
        float size = Math.Abs(TensorPrimitives.Sum<float>(kernel));
        if (size > SmallestSum) TensorPrimitives.Divide(kernel, size, kernel);
        int plane = shape.Height * shape.Width;
        for (int start = 0; start < pixels.Length; start += plane)
            Filter(pixels.Slice(start, plane), shape.Width, kernel, scratch[..plane]);
        TensorPrimitives.Clamp(pixels, 0, 1, pixels);
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"RandomConvolution(strength: {Strength})");

    private static void Filter(Span<float> channel, int width, ReadOnlySpan<float> kernel, Span<float> copy)
    {
        int height = channel.Length / width;
        channel.CopyTo(copy);
        channel.Clear();
        for (int y = 0; y < height; y++)
        {
            Span<float> row = channel.Slice(y * width, width);
            for (int dy = 0; dy < 3; dy++)
            {
                ReadOnlySpan<float> source = copy.Slice(Math.Clamp(y + dy - 1, 0, height - 1) * width, width);
                (float left, float middle, float right) = (kernel[3 * dy], kernel[3 * dy + 1], kernel[3 * dy + 2]);
                TensorPrimitives.MultiplyAdd(source, middle, row, row);
                TensorPrimitives.MultiplyAdd(source[..^1], left, row[1..], row[1..]);
                TensorPrimitives.MultiplyAdd(source[1..], right, row[..^1], row[..^1]);
                row[0] += left * source[0];
                row[^1] += right * source[^1];
            }
        }
    }
}
