using Microsoft.ML;
using MlNetLosses.Contrastive;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Samples.ContrastiveImages;

/// <summary>What the linear classifier can be given: each of these adds the column Features to images.</summary>
internal static class FeatureSets
{
    /// <summary>
    /// The random changes that make a view of an image. They say what shall not matter: light, sharpness, place, left and right.
    /// Chosen on a part of the training images that was held out, never on test images.
    /// </summary>
    public static IReadOnlyList<IImageAugmentation> Augmentations { get; } =
        [new Gamma(), new RandomResizedCrop(), new HorizontalFlip(), new RandomConvolution(), new BrightnessContrast()];

    public static ITransformer RawPixels(MLContext mlContext, IDataView images) =>
        mlContext.Transforms.CopyColumns("Features", "Pixels").Fit(images);

    public static ITransformer PrincipalComponents(MLContext mlContext, IDataView images) =>
        mlContext.Transforms.ProjectToPrincipalComponents("Features", "Pixels", rank: 128, seed: 1).Fit(images);

    /// <summary>The network before it learns anything: an epoch with a learning rate that changes no weight only measures what the normalisation layers need.</summary>
    public static ITransformer RandomEncoder(MLContext mlContext, IDataView images, int seed)
    {
        ContrastiveOptions options = Options(epochs: 1, seed);
        options.LearningRate = 1e-12;
        return mlContext.Transforms.ContrastivePretraining("Features", "Pixels", options).Fit(images);
    }

    /// <summary>Contrastive pretraining: two views of an image shall be alike, and unlike those of others (NT-Xent), and each shall tell the other's category.</summary>
    public static ITransformer Pretrained(
        MLContext mlContext, IDataView images, int epochs, int seed, IProgress<ContrastiveProgress> progress, out ContrastiveSummary summary)
    {
        ContrastiveOptions options = Options(epochs, seed);
        options.EntropyWeight = 1;
        options.Progress = progress;
        return mlContext.Transforms.ContrastivePretraining("Features", "Pixels", options).Fit(images, out summary);
    }

    /// <summary>The same network and views without the unlabelled images: views of images of one class shall be alike.</summary>
    public static ITransformer SupervisedAlone(MLContext mlContext, IDataView labelledImages, int imagesShown, int seed)
    {
        ContrastiveOptions options = Options(epochs: imagesShown / (int)labelledImages.GetRowCount()!, seed);
        options.LabelColumnName = "Label";
        options.NumberOfThreads = 1;    // several of these run at once
        return mlContext.Transforms.ContrastivePretraining("Features", "Pixels", options).Fit(labelledImages);
    }

    private static ContrastiveOptions Options(int epochs, int seed) => new()
    {
        ImageShape = FashionMnist.Shape,
        ImageAugmentations = Augmentations,
        Epochs = epochs,
        Seed = seed,
    };
}
