namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>How bright a colour looks: 0.299 red + 0.587 green + 0.114 blue.</summary>
/// <remarks>Source: Recommendation ITU-R BT.601, "Studio encoding parameters of digital television", section 2.5.1.</remarks>
internal static class Luma
{
    public const double Red = 0.299;
    public const double Green = 0.587;
    public const double Blue = 0.114;

    public static double Of(double red, double green, double blue) => Red * red + Green * green + Blue * blue;

    /// <summary>Refuses images that are not of red, green and blue.</summary>
    public static void RequireColor(ImageShape shape, IImageAugmentation augmentation)
    {
        if (shape.Channels != 3)
        {
            throw new ArgumentException(
                $"Images must have 3 channels (red, green, blue) for {augmentation.GetType().Name}, got {shape}. Leave it out of the augmentations.", nameof(shape));
        }
    }
}
