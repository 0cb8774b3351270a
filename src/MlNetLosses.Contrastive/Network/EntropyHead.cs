using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>What gives the encoder's output a distribution over categories during training, and is thrown away after it: ReLU(z) → FC → logits.</summary>
internal sealed class EntropyHead
{
    private readonly Rectifier rectifier;
    private readonly FullyConnected layer;
    private readonly Tensor input;
    private readonly int inputStride;

    /// <param name="inputLength">Values of z, padded to whole <see cref="Kernels.Lanes"/> in each row.</param>
    /// <param name="categories">Logits of a row.</param>
    /// <param name="capacity">Rows that a batch can have.</param>
    /// <param name="chunks">The threads; their owner disposes them.</param>
    /// <param name="seed">Of the weights.</param>
    public EntropyHead(int inputLength, int categories, int capacity, Chunks chunks, ulong seed)
    {
        SplitMix64 random = new(seed);
        PaddedRow row = PaddedRow.Of(inputLength);
        rectifier = new(Kernels.Widest);
        layer = new("entropy", row, categories, capacity, chunks, Kernels.Widest, ref random);
        inputStride = row.Total;
        input = new(capacity * row.Total);
        (Logits, LogitsGradient) = (new(capacity * LogitsStride), new(capacity * LogitsStride));
        Parameters = [layer.Weights, layer.Biases];
    }

    /// <summary>Values from one row of logits to the next; what lies between is zero.</summary>
    public int LogitsStride => layer.Output.Total;

    /// <summary><c>rows × LogitsStride</c>.</summary>
    public Tensor Logits { get; }

    /// <summary>The loss's gradient by the logits: to be set before <see cref="Backward"/>, zero in the padding.</summary>
    public Tensor LogitsGradient { get; }

    /// <summary>What is learnt, always in the same order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Computes the logits of the first rows of z, which it leaves as they are.</summary>
    public void Forward(Tensor output, int rows)
    {
        Rectifier.Forward(output, input, rows * inputStride);
        layer.Forward(input, Logits, rows);
    }

    /// <summary>Sets the gradients of all parameters and the one by z, after a <see cref="Forward"/> of the same rows.</summary>
    /// <param name="rows">Of the batch.</param>
    /// <param name="inputGradient">Receives the gradient by z: replaced, not added to.</param>
    public void Backward(int rows, Tensor inputGradient)
    {
        layer.Backward(input, LogitsGradient, inputGradient, rows);
        rectifier.Backward(input, inputGradient, rows * inputStride);
    }
}
