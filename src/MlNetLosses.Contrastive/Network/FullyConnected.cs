using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>A fully connected layer, y = W x + b. Its owner keeps x, y and their gradients.</summary>
/// <remarks>
/// Rows are padded: x to whatever its owner's stride is, y to whole <see cref="Kernels.Lanes"/>; padding is zero and stays zero.
/// The batch is cut into chunks, and for the weights' gradient the inputs are: no chunk writes what another does.
/// </remarks>
internal sealed unsafe class FullyConnected
{
    private readonly Chunks _chunks;
    private readonly Kernels _kernels;
    private readonly OffsetTable _inputRows;
    private readonly OffsetTable _inputColumns;
    private readonly OffsetTable _outputRows;
    private readonly OffsetTable _outputColumns;
    private readonly OffsetTable _weightRows;
    private readonly OffsetTable _transposedRows;
    private readonly Tensor _transposed;
    private readonly Action<int> _forward;
    private readonly Action<int> _transpose;
    private readonly Action<int> _backward;
    private Tensor? _input;
    private Tensor? _output;
    private Tensor? _inputGradient;
    private int _rows;

    /// <param name="name">Starts the names of its parameters.</param>
    /// <param name="input">How x lies; whole <see cref="Kernels.Lanes"/> where the gradient by x is wanted.</param>
    /// <param name="outputs">Values of y.</param>
    /// <param name="capacity">Rows that a batch can have.</param>
    /// <param name="chunks">The threads.</param>
    /// <param name="kernels">The inner loops.</param>
    /// <param name="random">Draws the weights.</param>
    public FullyConnected(
        string name, PaddedRow input, int outputs, int capacity, Chunks chunks, Kernels kernels, ref SplitMix64 random)
    {
        (_chunks, _kernels, Input, Output) = (chunks, kernels, input, PaddedRow.Of(outputs));
        Weights = new Parameter(name + ".weights", InputStride * OutputStride, decays: true);
        Biases = new Parameter(name + ".biases", OutputStride, decays: false);
        for (int group = 0; group < input.Groups; group++)
            Initialization.Uniform(
                Weights.Value.Span[(group * input.Stride * OutputStride)..], input.Length, outputs, OutputStride, input.Values, ref random);
        Initialization.Uniform(Biases.Value.Span, 1, outputs, OutputStride, input.Values, ref random);
        _transposed = new Tensor(Weights.Value.Length);
        _inputRows = OffsetTable.Steps(capacity, InputStride);
        _inputColumns = OffsetTable.Steps(InputStride, 1);
        _outputRows = OffsetTable.Steps(capacity, OutputStride);
        _outputColumns = OffsetTable.Steps(OutputStride, 1);
        _weightRows = OffsetTable.Steps(InputStride, OutputStride);
        _transposedRows = OffsetTable.Steps(OutputStride, InputStride);
        (_forward, _transpose, _backward) = (Forward, Transpose, Backward);
    }

    /// <summary>How x lies.</summary>
    public PaddedRow Input { get; }

    /// <summary>How y lies.</summary>
    public PaddedRow Output { get; }

    /// <summary>Wᵀ, <c>input stride × output stride</c>.</summary>
    public Parameter Weights { get; }

    /// <summary>b.</summary>
    public Parameter Biases { get; }

    /// <summary>output ← W input + b for the first rows.</summary>
    public void Forward(Tensor input, Tensor output, int rows)
    {
        (_input, _output, _rows) = (input, output, rows);
        _chunks.Run(_forward);
    }

    /// <summary>Sets the gradients of W and b, and the one by the input where it is asked for.</summary>
    /// <param name="input">x.</param>
    /// <param name="outputGradient">By y.</param>
    /// <param name="inputGradient">Receives the gradient by x, if any.</param>
    /// <param name="rows">Of the batch.</param>
    public void Backward(Tensor input, Tensor outputGradient, Tensor? inputGradient, int rows)
    {
        (_input, _output, _inputGradient, _rows) = (input, outputGradient, inputGradient, rows);
        if (inputGradient is not null) _chunks.Run(_transpose);
        _chunks.Run(_backward);
        Biases.Gradient.Span.Clear();
        for (int row = 0; row < rows; row++)
            TensorPrimitives.Add(
                Biases.Gradient.Span, outputGradient.Span.Slice(row * OutputStride, OutputStride), Biases.Gradient.Span);
    }

    /// <summary>The layer as it is after training; of a map's groups, which are pixels, the inputs are put channel after channel.</summary>
    public DenseWeights Dense()
    {
        float[] weights = new float[Output.Values * Input.Values];
        ReadOnlySpan<float> trained = Weights.Value.Span;
        for (int channel = 0; channel < Input.Length; channel++)
            for (int group = 0; group < Input.Groups; group++)
                for (int output = 0; output < Output.Length; output++)
                    weights[output * Input.Values + channel * Input.Groups + group] =
                        trained[(group * Input.Stride + channel) * OutputStride + output];
        return new DenseWeights(Input.Values, Output.Values, weights, Biases.Value.Span[..Output.Length].ToArray());
    }

    private int InputStride => Input.Total;

    private int OutputStride => Output.Total;

    private void Forward(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, _rows);
        for (int row = from; row < to; row++) Biases.Value.Span.CopyTo(_output!.Span[(row * OutputStride)..]);
        _kernels.Multiply(new GatheredProduct
        {
            Rows = to - from,
            Inner = InputStride,
            Columns = OutputStride,
            Adds = true,
            Left = _input!.Pointer + (nint)from * InputStride,
            LeftRows = _inputRows.Pointer,
            LeftColumns = _inputColumns.Pointer,
            Right = Weights.Value.Pointer,
            RightRows = _weightRows.Pointer,
            Result = _output!.Pointer + (nint)from * OutputStride,
            ResultRows = _outputRows.Pointer,
        });
    }

    private void Transpose(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, OutputStride);
        float* source = Weights.Value.Pointer, target = _transposed.Pointer;
        for (int k = from; k < to; k++)
            for (int i = 0; i < InputStride; i++)
                target[k * InputStride + i] = source[i * OutputStride + k];
    }

    private void Backward(int chunk)
    {
        (int first, int last) = Chunks.Range(chunk, InputStride);
        _kernels.Multiply(new GatheredProduct
        {
            Rows = last - first,
            Inner = _rows,
            Columns = OutputStride,
            Left = _input!.Pointer + first,
            LeftRows = _inputColumns.Pointer,
            LeftColumns = _inputRows.Pointer,
            Right = _output!.Pointer,
            RightRows = _outputRows.Pointer,
            Result = Weights.Gradient.Pointer + first * OutputStride,
            ResultRows = _weightRows.Pointer,
        });
        if (_inputGradient is null) return;
        (int from, int to) = Chunks.Range(chunk, _rows);
        _kernels.Multiply(new GatheredProduct
        {
            Rows = to - from,
            Inner = OutputStride,
            Columns = InputStride,
            Left = _output!.Pointer + (nint)from * OutputStride,
            LeftRows = _outputRows.Pointer,
            LeftColumns = _outputColumns.Pointer,
            Right = _transposed.Pointer,
            RightRows = _transposedRows.Pointer,
            Result = _inputGradient.Pointer + (nint)from * InputStride,
            ResultRows = _inputRows.Pointer,
        });
    }
}
