using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Cuts a random rectangle out of the image and magnifies it to the image's size.</summary>
/// <remarks>
/// The share of the area is uniform in its range, the aspect ratio (that of the rectangle divided by that of the image, which is the distortion that the view shows)
/// uniform in its logarithm among those that fit, the place uniform. As torchvision's <c>RandomResizedCrop</c>, but without rounding to whole pixels, and
/// without drawing again where a rectangle does not fit, which would favour small ones.
/// Source: C. Szegedy et al., "Going Deeper with Convolutions", CVPR 2015, section 6; as a view: T. Chen et al., "A Simple Framework for Contrastive Learning of Visual
/// Representations", ICML 2020.
/// </remarks>
public sealed class RandomResizedCrop : IGeometricAugmentation
{
    private readonly RandomRectangle _rectangle;

    /// <summary>A crop.</summary>
    /// <param name="smallestArea">The smallest share of the image's area, 0.01 to 1; 0.6 by default. Smaller ones make harder views.</param>
    /// <param name="largestArea">The largest share, <paramref name="smallestArea"/> to 1; 1 by default.</param>
    /// <param name="largestDistortion">The aspect ratio lies between 1 / this and this: 1 (undistorted) to 10; 4/3 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RandomResizedCrop(double smallestArea = 0.6, double largestArea = 1, double largestDistortion = 4.0 / 3)
    {
        SmallestArea = AugmentationArgument.Within(smallestArea, 0.01, 1, "Give a share of the image's area.");
        AugmentationArgument.Within(largestArea, 0.01, 1, "Give a share of the image's area.");
        LargestArea = AugmentationArgument.NotBelow(smallestArea, largestArea);
        LargestDistortion = AugmentationArgument.Within(largestDistortion, 1, 10, "Give 1 for undistorted crops.");
        _rectangle = new RandomRectangle(smallestArea, largestArea, largestDistortion);
    }

    /// <summary>The smallest share of the image's area.</summary>
    public double SmallestArea { get; }

    /// <summary>The largest share of the image's area.</summary>
    public double LargestArea { get; }

    /// <summary>The highest aspect ratio relative to the image's, and the inverse of the lowest.</summary>
    public double LargestDistortion { get; }

    /// <inheritdoc/>
    public AffineMap Draw(ImageShape shape, ref SplitMix64 random)
    {
        (double left, double top, double width, double height) = _rectangle.Draw(ref random);
        return new AffineMap(width, 0, shape.Width * (left + 0.5 * width - 0.5), 0, height, shape.Height * (top + 0.5 * height - 0.5));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Invariant($"RandomResizedCrop(smallestArea: {SmallestArea}, largestArea: {LargestArea}, largestDistortion: {LargestDistortion})");
}
