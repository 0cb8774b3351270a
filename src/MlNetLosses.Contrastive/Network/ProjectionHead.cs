using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>What stands between the encoder and a contrastive loss during training, and is thrown away after it: ReLU(z) → FC → ReLU → FC → y.</summary>
/// <remarks>Source: T. Chen, S. Kornblith, M. Norouzi, G. Hinton, "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020, section 4.2.</remarks>
internal sealed class ProjectionHead
{
    private readonly Rectifier rectifier;
    private readonly FullyConnected first;
    private readonly FullyConnected second;
    private readonly int inputStride;
    private readonly Tensor input;
    private readonly Tensor hidden;
    private readonly Tensor hiddenGradient;

    /// <param name="inputLength">Values of z, padded to whole <see cref="Kernels.Lanes"/> in each row.</param>
    /// <param name="hiddenLength">Values between the layers.</param>
    /// <param name="outputLength">Values of y.</param>
    /// <param name="capacity">Rows that a batch can have.</param>
    /// <param name="chunks">The threads; their owner disposes them.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="kernels">The inner loops; null for the widest that the processor has.</param>
    public ProjectionHead(int inputLength, int hiddenLength, int outputLength, int capacity, Chunks chunks, ulong seed, Kernels? kernels = null)
    {
        kernels ??= Kernels.Widest;
        SplitMix64 random = new(seed);
        PaddedRow input = PaddedRow.Of(inputLength);
        rectifier = new Rectifier(kernels);
        first = new FullyConnected("head1", input, hiddenLength, capacity, chunks, kernels, ref random);
        second = new FullyConnected("head2", first.Output, outputLength, capacity, chunks, kernels, ref random);
        inputStride = input.Total;
        this.input = new Tensor(capacity * input.Total);
        (hidden, hiddenGradient) = (new Tensor(capacity * first.Output.Total), new Tensor(capacity * first.Output.Total));
        (Output, OutputGradient) = (new Tensor(capacity * OutputStride), new Tensor(capacity * OutputStride));
        (OutputLength, Parameters) = (outputLength, [first.Weights, first.Biases, second.Weights, second.Biases]);
    }

    /// <summary>Values of y.</summary>
    public int OutputLength { get; }

    /// <summary>Values from one row of y to the next; what lies between is zero.</summary>
    public int OutputStride => second.Output.Total;

    /// <summary>y, <c>rows × OutputStride</c>.</summary>
    public Tensor Output { get; }

    /// <summary>The loss's gradient by y: to be set before <see cref="Backward"/>, zero in the padding.</summary>
    public Tensor OutputGradient { get; }

    /// <summary>What is learnt, always in the same order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Computes y of the first rows of z, which it leaves as they are.</summary>
    public void Forward(Tensor input, int rows)
    {
        Rectifier.Forward(input, this.input, rows * inputStride);
        first.Forward(this.input, hidden, rows);
        Rectifier.Forward(hidden, hidden, rows * first.Output.Total);
        second.Forward(hidden, Output, rows);
    }

    /// <summary>Sets the gradients of all parameters and the one by z, after a <see cref="Forward"/> of the same rows.</summary>
    /// <param name="rows">Of the batch.</param>
    /// <param name="inputGradient">Receives the gradient by z: replaced, not added to.</param>
    public void Backward(int rows, Tensor inputGradient)
    {
        second.Backward(hidden, OutputGradient, hiddenGradient, rows);
        rectifier.Backward(hidden, hiddenGradient, rows * first.Output.Total);
        first.Backward(input, hiddenGradient, inputGradient, rows);
        rectifier.Backward(input, inputGradient, rows * inputStride);
    }
}
