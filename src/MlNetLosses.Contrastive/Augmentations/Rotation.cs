using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Turns the image about its centre by an angle uniform between ± the largest; what comes in at the corners is black.</summary>
/// <remarks>Costs accuracy where the upright position tells things apart.</remarks>
public sealed class Rotation : IGeometricAugmentation
{
    /// <summary>A rotation.</summary>
    /// <param name="largestAngle">In degrees, 0 to 180; 15 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="largestAngle"/> is out of its range.</exception>
    public Rotation(double largestAngle = 15) => LargestAngle = AugmentationArgument.Within(largestAngle, 0, 180, "Give degrees.");

    /// <summary>The largest angle in either direction, in degrees.</summary>
    public double LargestAngle { get; }

    /// <inheritdoc/>
    public AffineMap Draw(ImageShape shape, ref SplitMix64 random)
    {
        (double sine, double cosine) = Math.SinCos(random.Uniform(-LargestAngle, LargestAngle) * (Math.PI / 180));
        return new AffineMap(cosine, -sine, 0, sine, cosine, 0);
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Rotation(largestAngle: {LargestAngle})");
}
