using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Blackens a random rectangle of the image with some probability, so that no single part is enough to recognise it.</summary>
/// <remarks>
/// The share of the area is uniform in its range, the aspect ratio (that of the rectangle divided by that of the image) uniform in its logarithm, the place uniform;
/// sides are rounded to whole pixels.
/// Source: Z. Zhong, L. Zheng, G. Kang, S. Li, Y. Yang, "Random Erasing Data Augmentation", AAAI 2020, whose ranges are the defaults.
/// The paper draws again until the rectangle fits; here only what fits is drawn.
/// </remarks>
public sealed class RandomErasing : IPixelAugmentation
{
    private readonly RandomRectangle _rectangle;

    /// <summary>An erasing.</summary>
    /// <param name="probability">Of a view to lose a rectangle, 0 to 1; 0.5 by default.</param>
    /// <param name="smallestArea">The smallest share of the image's area, 0.001 to 1; 0.02 by default.</param>
    /// <param name="largestArea">The largest share, <paramref name="smallestArea"/> to 1; 0.4 by default.</param>
    /// <param name="largestRatio">The aspect ratio lies between 1 / this and this: 1 (the image's own) to 10; 10/3 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RandomErasing(double probability = 0.5, double smallestArea = 0.02, double largestArea = 0.4, double largestRatio = 10.0 / 3)
    {
        Probability = AugmentationArgument.Probability(probability);
        SmallestArea = AugmentationArgument.Within(smallestArea, 0.001, 1, "Give a share of the image's area.");
        AugmentationArgument.Within(largestArea, 0.001, 1, "Give a share of the image's area.");
        LargestArea = AugmentationArgument.NotBelow(smallestArea, largestArea);
        LargestRatio = AugmentationArgument.Within(largestRatio, 1, 10, "Give 1 for rectangles of the image's own aspect ratio.");
        _rectangle = new RandomRectangle(smallestArea, largestArea, largestRatio);
    }

    /// <summary>The probability of a view to lose a rectangle.</summary>
    public double Probability { get; }

    /// <summary>The smallest share of the image's area.</summary>
    public double SmallestArea { get; }

    /// <summary>The largest share of the image's area.</summary>
    public double LargestArea { get; }

    /// <summary>The highest aspect ratio relative to the image's, and the inverse of the lowest.</summary>
    public double LargestRatio { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> pixels, ImageShape shape, Span<float> scratch, ref SplitMix64 random)
    {
        if (random.Uniform() >= Probability) return;
        (double left, double top, double width, double height) = _rectangle.Draw(ref random);
        (int x, int columns) = Pixels(left, width, shape.Width);
        (int y, int rows) = Pixels(top, height, shape.Height);
        for (int c = 0; c < shape.Channels; c++)
            for (int i = y; i < y + rows; i++)
                pixels.Slice((c * shape.Height + i) * shape.Width + x, columns).Clear();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Invariant($"RandomErasing(probability: {Probability}, smallestArea: {SmallestArea}, largestArea: {LargestArea}, largestRatio: {LargestRatio})");

    private static (int From, int Count) Pixels(double from, double length, int side)
    {
        int count = Math.Max(1, (int)Math.Round(length * side));
        return (Math.Min((int)Math.Round(from * side), side - count), count);
    }
}
