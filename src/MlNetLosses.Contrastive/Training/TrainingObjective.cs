using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Losses;
using MlNetLosses.Contrastive.Network;
using Tensor = MlNetLosses.Contrastive.Network.Tensor;

namespace MlNetLosses.Contrastive.Training;

/// <summary>What is minimised: the contrastive loss of y, and an entropy form of P = softmax(logits), each with its weight.</summary>
/// <remarks>y and the logits come from z by a head each. A head without weight is left out, but for the projection head's y, which the monitors look at.</remarks>
internal sealed class TrainingObjective
{
    private readonly IContrastiveLoss loss;
    private readonly float lossWeight, entropyWeight;
    private readonly EntropyForm form;
    private readonly IEncoder encoder;
    private readonly ProjectionHead projection;
    private readonly ContrastiveObjective contrast;
    private readonly EntropyHead? categories;
    private readonly EntropyObjective? entropy;
    private readonly Tensor entropyGradient;    // by z

    /// <param name="options">Checked.</param>
    /// <param name="encoder">Gives z, and takes the gradient by it.</param>
    /// <param name="chunks">The threads.</param>
    /// <param name="seed">Of the weights.</param>
    public TrainingObjective(ContrastiveOptions options, IEncoder encoder, Chunks chunks, ulong seed)
    {
        this.encoder = encoder;
        (loss, lossWeight, entropyWeight, form) = (options.Loss!, (float)options.LossWeight, (float)options.EntropyWeight, options.EntropyForm);
        projection = new(encoder.OutputLength, options.ProjectionUnits, options.ProjectionLength, encoder.Capacity, chunks, seed);
        contrast = new(encoder.Capacity, options.ProjectionLength, chunks);
        entropyGradient = new(entropyWeight > 0 ? encoder.OutputGradient.Length : 0);
        Parameters = projection.Parameters;
        if (entropyWeight == 0) return;
        categories = new(encoder.OutputLength, options.EntropyCategories, encoder.Capacity, chunks, seed + 1);
        entropy = new(encoder.Capacity, options.EntropyCategories, chunks);
        Parameters = [.. Parameters, .. categories.Parameters];
    }

    /// <summary>What is learnt beside the encoder, always in the same order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The loss of a batch that went through the encoder; sets the encoder's output gradient.</summary>
    /// <param name="examples">n: the encoder has 2n rows.</param>
    /// <param name="labels">Of the examples, for a supervised loss; or empty.</param>
    public double Evaluate(int examples, ReadOnlySpan<int> labels)
    {
        int rows = 2 * examples, values = rows * encoder.OutputStride;
        projection.Forward(encoder.Output, rows);
        double value = lossWeight * contrast.Evaluate(loss, projection.Output.Span, projection.OutputStride, rows, labels);
        contrast.WriteGradient(projection.OutputGradient.Span, projection.OutputStride);
        Weigh(projection.OutputGradient, lossWeight);
        projection.Backward(rows, encoder.OutputGradient);
        if (entropy is null) return value;

        categories!.Forward(encoder.Output, rows);
        value += entropyWeight * entropy.Evaluate(form, categories.Logits.Span, categories.LogitsStride, rows);
        entropy.WriteGradient(categories.LogitsGradient.Span, categories.LogitsStride);
        Weigh(categories.LogitsGradient, entropyWeight);
        categories.Backward(rows, entropyGradient);
        Span<float> sum = encoder.OutputGradient.Span[..values];
        TensorPrimitives.Add(sum, entropyGradient.Span[..values], sum);
        return value;
    }

    /// <summary>Copies y of the batch evaluated last, without padding.</summary>
    public float[] CopyProjections(int examples)
    {
        float[] result = new float[2 * examples * projection.OutputLength];
        for (int row = 0; row < 2 * examples; row++)
            projection.Output.Span.Slice(row * projection.OutputStride, projection.OutputLength).CopyTo(result.AsSpan(row * projection.OutputLength));
        return result;
    }

    private static void Weigh(Tensor gradient, float weight) => TensorPrimitives.Multiply(gradient.Span, weight, gradient.Span);
}
