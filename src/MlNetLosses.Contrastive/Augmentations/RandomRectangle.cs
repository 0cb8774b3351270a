namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Draws a rectangle inside an image, in units of the image's sides.</summary>
/// <remarks>
/// The share a of the image's area is uniform in its range. The ratio of the relative sides, width / height, is uniform in its logarithm among those not above
/// the largest ratio, nor below its inverse, with which a rectangle of area a fits, which are a to 1 / a.
/// The place is uniform among those inside the image. No draw is rejected, so the area has exactly the stated distribution.
/// </remarks>
internal sealed class RandomRectangle(double smallestArea, double largestArea, double largestRatio)
{
    private readonly double _largestLogRatio = Math.Log(largestRatio);

    /// <summary>A rectangle; the image is the unit square, its upper left corner (0, 0).</summary>
    public (double Left, double Top, double Width, double Height) Draw(ref SplitMix64 random)
    {
        double area = random.Uniform(smallestArea, largestArea), most = Math.Min(_largestLogRatio, -Math.Log(area));
        double side = Math.Sqrt(area), stretch = Math.Exp(0.5 * random.Uniform(-most, most));
        double width = Math.Min(1, side * stretch), height = Math.Min(1, side / stretch);
        return (random.Uniform(0, 1 - width), random.Uniform(0, 1 - height), width, height);
    }
}
