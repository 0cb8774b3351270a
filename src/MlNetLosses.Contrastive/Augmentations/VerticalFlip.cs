using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Exchanges top and bottom with some probability.</summary>
/// <remarks>Fit where up and down mean nothing, as in pictures taken from above.</remarks>
public sealed class VerticalFlip : IGeometricAugmentation
{
    /// <summary>A flip.</summary>
    /// <param name="probability">Of a view to be flipped, 0 to 1; 0.5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is out of its range.</exception>
    public VerticalFlip(double probability = 0.5) => Probability = AugmentationArgument.Probability(probability);

    /// <summary>The probability of a view to be flipped.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public AffineMap Draw(ImageShape shape, ref SplitMix64 random) =>
        random.Uniform() < Probability ? new AffineMap(1, 0, 0, 0, -1, 0) : AffineMap.Identity;

    /// <inheritdoc/>
    public override string ToString() => Invariant($"VerticalFlip(probability: {Probability})");
}
