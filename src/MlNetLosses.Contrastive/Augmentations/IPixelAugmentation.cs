namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Changes the values of an image's pixels in place.</summary>
public interface IPixelAugmentation : IImageAugmentation
{
    /// <summary>Draws a change and applies it.</summary>
    /// <param name="pixels">channels × height × width values in [0, 1], planar; the result's are in [0, 1] too.</param>
    /// <param name="shape">The shape of the image.</param>
    /// <param name="scratch">Room for as many numbers as the image has, with any content.</param>
    /// <param name="random">The view's generator.</param>
    void Apply(Span<float> pixels, ImageShape shape, Span<float> scratch, ref SplitMix64 random);
}
