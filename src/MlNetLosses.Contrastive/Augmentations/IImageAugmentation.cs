namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>A random change of an image that leaves what it shows recognisable. A list of them makes a view.</summary>
/// <remarks>
/// Implement <see cref="IGeometricAugmentation"/> to move pixels or <see cref="IPixelAugmentation"/> to change their values, never this interface alone.
/// An augmentation is immutable and is used by several threads at once; all its randomness comes from the generator that it is given,
/// so that a view depends on the seed alone.
/// </remarks>
public interface IImageAugmentation
{
    /// <summary>Called once before training: throws where images of this shape cannot be augmented. Accepts every shape unless overridden.</summary>
    /// <param name="shape">The shape of all images.</param>
    /// <exception cref="ArgumentException">The augmentation needs another shape.</exception>
    void Check(ImageShape shape) { }
}
