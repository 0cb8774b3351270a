using System.Text.Json.Serialization;
using Microsoft.ML.SearchSpace;
using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Losses;
using MlNetLosses.Trainers;

namespace MlNetLosses.Contrastive;

/// <summary>What contrastive pretraining can be told. The estimator copies what it needs when it is made, and never writes here.</summary>
/// <remarks>
/// The defaults suit small images: on 10,000 grey images of 28 × 28 they take under a minute of one core.
/// The properties with a range or a choice are those that a search sweeps.
/// </remarks>
public sealed class ContrastiveOptions
{
    /// <summary>
    /// The shape of the images in the input column; an <c>MLImage</c> column is resized to it. Null: the column is a table row,
    /// and the encoder a multilayer perceptron. Default: null.
    /// </summary>
    public ImageShape? ImageShape { get; set; }

    /// <summary>The value of a white pixel, positive: pixels lie in [0, MaximumPixel]. 255 for bytes, 1 for scaled pixels. Default: 255.</summary>
    public double MaximumPixel { get; set; } = 255;

    /// <summary>What is done to an image to make a view of it, in this order; null: <see cref="DefaultAugmentations"/>. Default: null.</summary>
    [JsonIgnore]
    public IReadOnlyList<IImageAugmentation>? ImageAugmentations { get; set; }

    /// <summary>What is done to a table row to make a view of it, in this order; null: <see cref="DefaultAugmentations"/>. Default: null.</summary>
    [JsonIgnore]
    public IReadOnlyList<ITableAugmentation>? TableAugmentations { get; set; }

    /// <summary>Channels of the convolution blocks of an image encoder, each at least 1; every block but the last halves height and width. Default: 16, 32, 64, 128.</summary>
    public int[] Channels { get; set; } = [16, 32, 64, 128];

    /// <summary>Units of the hidden layers of a table encoder, each at least 1. Default: 256, 256, 256.</summary>
    public int[] HiddenUnits { get; set; } = [256, 256, 256];

    /// <summary>Values of z, the encoder's output, at least 1. Default: 128.</summary>
    [Range(16, 512, 128, true)]
    public int OutputLength { get; set; } = 128;

    /// <summary>Hidden units of the projection head z → y, at least 1. Default: 128.</summary>
    [Range(16, 512, 128, true)]
    public int ProjectionUnits { get; set; } = 128;

    /// <summary>Values of y, whose cosine similarities the loss compares; at least 2. Default: 64.</summary>
    [Range(8, 256, 64, true)]
    public int ProjectionLength { get; set; } = 64;

    /// <summary>Which layer is the embedding. Default: the features h.</summary>
    public EmbeddingLayer Embedding { get; set; }

    /// <summary>
    /// The loss that pulls the views of an example together and pushes those of others away; null: <see cref="NtXent"/>, or
    /// <see cref="SupervisedContrastive"/> where <see cref="LabelColumnName"/> is set, with temperature 0.2. Default: null.
    /// </summary>
    [JsonIgnore]
    public IContrastiveLoss? Loss { get; set; }

    /// <summary>Weight of <see cref="Loss"/>, ≥ 0; 0 for entropy maximisation alone. Default: 1.</summary>
    public double LossWeight { get; set; } = 1;

    /// <summary>Weight of entropy maximisation, ≥ 0. Default: 0, without.</summary>
    public double EntropyWeight { get; set; }

    /// <summary>The form of entropy maximisation. Only <see cref="EntropyForm.SwappedPrediction"/> learns something alone; the others collapse. Default: that.</summary>
    public EntropyForm EntropyForm { get; set; } = EntropyForm.SwappedPrediction;

    /// <summary>Categories of the distribution whose entropy is maximised, at least 2. Default: 64.</summary>
    [Range(8, 512, 64, true)]
    public int EntropyCategories { get; set; } = 64;

    /// <summary>
    /// A column of labels that examples of one class share: a key, a Boolean, a Single or a text; missing where a row has no label.
    /// It makes the loss supervised. Null: none. Default: null.
    /// </summary>
    public string? LabelColumnName { get; set; }

    /// <summary>A column of labels for the monitors alone, of the same types: never used for training. Null: none. Default: null.</summary>
    public string? MonitorLabelColumnName { get; set; }

    /// <summary>Examples a step, each of two views; at least 2. Fewer examples than that make one smaller batch. Default: 128.</summary>
    [Range(32, 1024, 128, true)]
    public int BatchSize { get; set; } = 128;

    /// <summary>Passes over the data, at least 1. Default: 8.</summary>
    [Range(1, 100, 8, true)]
    public int Epochs { get; set; } = 8;

    /// <summary>How the networks learn from a gradient. Default: AdamW.</summary>
    public OptimizerKind Optimizer { get; set; }

    /// <summary>The highest learning rate, after the warm-up; positive. From there it falls to 0 along a cosine. Default: 2e-3.</summary>
    [Range(1e-4, 1e-2, 2e-3, true)]
    public double LearningRate { get; set; } = 2e-3;

    /// <summary>Steps over which the learning rate rises linearly, ≥ 0; never more than half of all. Default: 20.</summary>
    public int WarmUpSteps { get; set; } = 20;

    /// <summary>Decoupled decay of the weights, ≥ 0: each step multiplies them by 1 − learning rate · decay. Default: 1e-5.</summary>
    [Range(1e-6, 1e-1, 1e-5, true)]
    public double WeightDecay { get; set; } = 1e-5;

    /// <summary>The largest Euclidean norm of the gradient of all parameters together; a longer one is shortened. Positive; null: not clipped. Default: null.</summary>
    public double? MaximumGradientNorm { get; set; }

    /// <summary>Seed of weights, order and views; null: drawn from the seed of MLContext. Default: null.</summary>
    public int? Seed { get; set; }

    /// <summary>At most so many threads, at least 1; null: all cores, up to 16. The model does not depend on it. Default: null.</summary>
    public int? NumberOfThreads { get; set; }

    /// <summary>A file that the state of the training is written to, and can be resumed from; null: none. Default: null.</summary>
    public string? CheckpointPath { get; set; }

    /// <summary>A checkpoint is written after every so many epochs, at least 1, and after the last. Default: 1.</summary>
    public int EpochsPerCheckpoint { get; set; } = 1;

    /// <summary>
    /// Whether a training goes on from <see cref="CheckpointPath"/> if the file is there, to the same bits as without the interruption.
    /// Otherwise a file that is there is an error, not lost. Default: false.
    /// </summary>
    public bool Resume { get; set; }

    /// <summary>What a cancelled training leaves behind. Default: an exception.</summary>
    public CancellationBehavior OnCancellation { get; set; }

    /// <summary>Told ten times an epoch, on the thread that trains; null: nobody. Default: null.</summary>
    [JsonIgnore]
    public IProgress<ContrastiveProgress>? Progress { get; set; }

    /// <summary>Cancels the training at its next step. Default: none.</summary>
    [JsonIgnore]
    public CancellationToken CancellationToken { get; set; }

    /// <summary>A copy, arrays and lists included, that later changes of this object do not reach; checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <exception cref="ArgumentException">A column name is empty, or options do not go together.</exception>
    internal ContrastiveOptions CheckedCopy()
    {
        Check();
        ContrastiveOptions copy = (ContrastiveOptions)MemberwiseClone();
        copy.Channels = (int[])Channels.Clone();
        copy.HiddenUnits = (int[])HiddenUnits.Clone();
        copy.Loss ??= LabelColumnName is null ? new NtXent() : new SupervisedContrastive();
        copy.ImageAugmentations = [.. ImageAugmentations ?? (ImageShape is ImageShape shape ? DefaultAugmentations.ForImages(shape) : [])];
        copy.TableAugmentations = [.. TableAugmentations ?? DefaultAugmentations.ForTables()];
        return copy;
    }

    private void Check()
    {
        if (ImageShape is { Length: 0 }) throw new ArgumentException("ImageShape must have channels, height and width, got the default of its type. Make it with new ImageShape(channels, height, width).", nameof(ImageShape));
        OptionCheck.Within(MaximumPixel, IsPositive(MaximumPixel), "positive and finite");
        CheckCounts(Channels, nameof(Channels));
        CheckCounts(HiddenUnits, nameof(HiddenUnits));
        OptionCheck.Within(OutputLength, OutputLength >= 1, "at least 1");
        OptionCheck.Within(ProjectionUnits, ProjectionUnits >= 1, "at least 1");
        OptionCheck.Within(ProjectionLength, ProjectionLength >= 2, "at least 2");
        OptionCheck.Within(Embedding, Enum.IsDefined(Embedding), "a defined value");
        if (Embedding == EmbeddingLayer.FeaturesAndMiddleBlock && (ImageShape is null || Channels.Length < 2))
            throw new ArgumentException($"Embedding must be Features or Output where there are no two convolution blocks, got {Embedding}. Set ImageShape, and at least two Channels.", nameof(Embedding));
        OptionCheck.Within(LossWeight, IsNotNegative(LossWeight), "zero or positive and finite");
        OptionCheck.Within(EntropyWeight, IsNotNegative(EntropyWeight), "zero or positive and finite");
        if (LossWeight == 0 && EntropyWeight == 0)
            throw new ArgumentException("LossWeight and EntropyWeight must not both be 0: there would be nothing to learn. Leave LossWeight at 1.", nameof(LossWeight));
        OptionCheck.Within(EntropyForm, Enum.IsDefined(EntropyForm), "a defined value");
        OptionCheck.Within(EntropyCategories, EntropyCategories >= 2, "at least 2");
        if (LabelColumnName is not null) OptionCheck.ColumnName(LabelColumnName);
        if (MonitorLabelColumnName is not null) OptionCheck.ColumnName(MonitorLabelColumnName);
        if (Loss is SupervisedContrastive && LabelColumnName is null)
            throw new ArgumentException("LabelColumnName must be set where Loss is SupervisedContrastive, got null. Name the label column, or choose NtXent.", nameof(LabelColumnName));
        if (LabelColumnName is not null && Loss is not (null or SupervisedContrastive))
            throw new ArgumentException($"LabelColumnName must be null where Loss is {Loss.GetType().Name}, which uses no labels, got '{LabelColumnName}'. Leave Loss at null, or name the column in MonitorLabelColumnName.", nameof(LabelColumnName));
        OptionCheck.Within(BatchSize, BatchSize >= 2, "at least 2, since an example needs others to differ from");
        OptionCheck.Within(Epochs, Epochs >= 1, "at least 1");
        OptionCheck.Within(Optimizer, Enum.IsDefined(Optimizer), "a defined value");
        OptionCheck.Within(LearningRate, IsPositive(LearningRate), "positive and finite");
        OptionCheck.Within(WarmUpSteps, WarmUpSteps >= 0, "zero or positive");
        OptionCheck.Within(WeightDecay, IsNotNegative(WeightDecay), "zero or positive and finite");
        OptionCheck.Within(MaximumGradientNorm, MaximumGradientNorm is null || IsPositive(MaximumGradientNorm.Value), "positive and finite, or null for no clipping");
        OptionCheck.Within(NumberOfThreads, NumberOfThreads is null or >= 1, "at least 1, or null for all cores");
        OptionCheck.Within(EpochsPerCheckpoint, EpochsPerCheckpoint >= 1, "at least 1");
        OptionCheck.Within(OnCancellation, Enum.IsDefined(OnCancellation), "a defined value");
        if (Resume && CheckpointPath is null)
            throw new ArgumentException("CheckpointPath must be set where Resume is true, got null. Name the checkpoint's file.", nameof(CheckpointPath));
        if (ImageShape is ImageShape shape)
            foreach (IImageAugmentation augmentation in ImageAugmentations ?? []) augmentation.Check(shape);
    }

    private static void CheckCounts(int[] counts, string option)
    {
        if (counts is not { Length: > 0 }) throw new ArgumentException($"{option} must name at least one layer, got none.", option);
        int wrong = Array.FindIndex(counts, count => count < 1);
        if (wrong >= 0) throw new ArgumentOutOfRangeException(option, counts[wrong], $"{option} must be at least 1, got {counts[wrong]} at index {wrong}.");
    }

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static bool IsNotNegative(double value) => value >= 0 && double.IsFinite(value);
}
