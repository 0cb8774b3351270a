namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>The augmentations that are used where none are given: a list to begin with.</summary>
public static class DefaultAugmentations
{
    /// <summary>For images: crop, flip, brightness and contrast, gamma; with three channels also saturation, hue and greyscale.</summary>
    /// <param name="shape">The shape of all images.</param>
    public static IReadOnlyList<IImageAugmentation> ForImages(ImageShape shape) => shape.Channels == 3
        ? [new RandomResizedCrop(), new HorizontalFlip(), new ColorJitter(brightness: 0.6, contrast: 0.6), new Gamma(), new Grayscale()]
        : [new RandomResizedCrop(), new HorizontalFlip(), new BrightnessContrast(), new Gamma()];

    /// <summary>For the rows of a table: corruption of three in ten features, fewer than the 0.6 of the paper.</summary>
    public static IReadOnlyList<ITableAugmentation> ForTables() => [new FeatureCorruption(0.3)];
}
