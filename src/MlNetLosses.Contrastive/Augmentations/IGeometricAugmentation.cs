namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Moves the pixels of an image by an affine map. Neighbours in a list are composed into one bilinear resampling.</summary>
public interface IGeometricAugmentation : IImageAugmentation
{
    /// <summary>Draws the map that says for each pixel of the result where in the image it comes from.</summary>
    /// <param name="shape">The shape of the image, which is also that of the result.</param>
    /// <param name="random">The view's generator.</param>
    AffineMap Draw(ImageShape shape, ref SplitMix64 random);
}
