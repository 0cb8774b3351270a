using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>What stands between the encoder and a contrastive loss during training, and is thrown away after it: ReLU(z) → FC → ReLU → FC → y.</summary>
/// <remarks>Source: T. Chen, S. Kornblith, M. Norouzi, G. Hinton, "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020, section 4.2.</remarks>
internal sealed class ProjectionHead
{
    private readonly Rectifier _rectifier;
    private readonly FullyConnected _first;
    private readonly FullyConnected _second;
    private readonly int _inputStride;
    private readonly Tensor _input;
    private readonly Tensor _hidden;
    private readonly Tensor _hiddenGradient;

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
        _rectifier = new Rectifier(kernels);
        _first = new FullyConnected("head1", input, hiddenLength, capacity, chunks, kernels, ref random);
        _second = new FullyConnected("head2", _first.Output, outputLength, capacity, chunks, kernels, ref random);
        _inputStride = input.Total;
        _input = new Tensor(capacity * input.Total);
        (_hidden, _hiddenGradient) = (new Tensor(capacity * _first.Output.Total), new Tensor(capacity * _first.Output.Total));
        (Output, OutputGradient) = (new Tensor(capacity * OutputStride), new Tensor(capacity * OutputStride));
        (OutputLength, Parameters) = (outputLength, [_first.Weights, _first.Biases, _second.Weights, _second.Biases]);
    }

    /// <summary>Values of y.</summary>
    public int OutputLength { get; }

    /// <summary>Values from one row of y to the next; what lies between is zero.</summary>
    public int OutputStride => _second.Output.Total;

    /// <summary>y, <c>rows × OutputStride</c>.</summary>
    public Tensor Output { get; }

    /// <summary>The loss's gradient by y: to be set before <see cref="Backward"/>, zero in the padding.</summary>
    public Tensor OutputGradient { get; }

    /// <summary>What is learnt, always in the same order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Computes y of the first rows of z, which it leaves as they are.</summary>
    public void Forward(Tensor input, int rows)
    {
        Rectifier.Forward(input, _input, rows * _inputStride);
        _first.Forward(_input, _hidden, rows);
        Rectifier.Forward(_hidden, _hidden, rows * _first.Output.Total);
        _second.Forward(_hidden, Output, rows);
    }

    /// <summary>Sets the gradients of all parameters and the one by z, after a <see cref="Forward"/> of the same rows.</summary>
    /// <param name="rows">Of the batch.</param>
    /// <param name="inputGradient">Receives the gradient by z: replaced, not added to.</param>
    public void Backward(int rows, Tensor inputGradient)
    {
        _second.Backward(_hidden, OutputGradient, _hiddenGradient, rows);
        _rectifier.Backward(_hidden, _hiddenGradient, rows * _first.Output.Total);
        _first.Backward(_input, _hiddenGradient, inputGradient, rows);
        _rectifier.Backward(_input, inputGradient, rows * _inputStride);
    }
}
