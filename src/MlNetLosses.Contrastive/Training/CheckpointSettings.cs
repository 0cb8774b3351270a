using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MlNetLosses.Contrastive.Training;

/// <summary>All that decides the bits of a training, by name: what a checkpoint must agree with to be resumed from.</summary>
internal static class CheckpointSettings
{
    /// <param name="options">Checked.</param>
    /// <param name="seed">Of weights, order and views.</param>
    /// <param name="examples">As they were read.</param>
    public static SortedDictionary<string, string> Of(ContrastiveOptions options, int seed, Examples examples) => new(StringComparer.Ordinal)
    {
        [nameof(options.ImageShape)] = Text(options.ImageShape),
        [nameof(options.MaximumPixel)] = Text(options.MaximumPixel),
        ["Augmentations"] = options.ImageShape is null ? string.Join(", ", options.TableAugmentations!) : string.Join(", ", options.ImageAugmentations!),
        [nameof(options.Channels)] = string.Join(", ", options.Channels),
        [nameof(options.HiddenUnits)] = string.Join(", ", options.HiddenUnits),
        [nameof(options.OutputLength)] = Text(options.OutputLength),
        [nameof(options.ProjectionUnits)] = Text(options.ProjectionUnits),
        [nameof(options.ProjectionLength)] = Text(options.ProjectionLength),
        [nameof(options.Loss)] = Text(options.Loss),
        [nameof(options.LossWeight)] = Text(options.LossWeight),
        [nameof(options.EntropyWeight)] = Text(options.EntropyWeight),
        [nameof(options.EntropyForm)] = Text(options.EntropyForm),
        [nameof(options.EntropyCategories)] = Text(options.EntropyCategories),
        [nameof(options.BatchSize)] = Text(options.BatchSize),
        [nameof(options.Epochs)] = Text(options.Epochs),
        [nameof(options.Optimizer)] = Text(options.Optimizer),
        [nameof(options.LearningRate)] = Text(options.LearningRate),
        [nameof(options.WarmUpSteps)] = Text(options.WarmUpSteps),
        [nameof(options.WeightDecay)] = Text(options.WeightDecay),
        [nameof(options.MaximumGradientNorm)] = Text(options.MaximumGradientNorm),
        [nameof(options.Seed)] = Text(seed),
        ["data"] = DataHash(examples),
    };

    private static string Text(object? value) => value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "null";

    private static string DataHash(Examples examples)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (float[] row in examples.Rows) hash.AppendData(MemoryMarshal.AsBytes<float>(row));
        hash.AppendData(MemoryMarshal.AsBytes<int>(examples.Labels));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
