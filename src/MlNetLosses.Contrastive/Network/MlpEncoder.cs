using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>The encoder of tables: fully connected layers with ReLU; h is the last of them, and z a fully connected layer of it.</summary>
internal sealed class MlpEncoder : IEncoder
{
    private readonly Rectifier _rectifier;
    private readonly FullyConnected[] _layers;
    private readonly Tensor[] _activations;
    private readonly Tensor[] _gradients;
    private readonly PaddedRow _input;

    /// <param name="inputLength">Values of an example.</param>
    /// <param name="hidden">Values of each hidden layer: one layer at least, each positive.</param>
    /// <param name="outputLength">Values of z.</param>
    /// <param name="capacity">Rows that a batch can have.</param>
    /// <param name="chunks">The threads; their owner disposes them.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="kernels">The inner loops; null for the widest that the processor has.</param>
    /// <exception cref="ArgumentException">There is no hidden layer.</exception>
    public MlpEncoder(
        int inputLength, IReadOnlyList<int> hidden, int outputLength, int capacity, Chunks chunks, ulong seed, Kernels? kernels = null)
    {
        if (hidden.Count == 0)
            throw new ArgumentException("The encoder must have one hidden layer at least, and got none. Give their lengths, such as 256, 256, 256.", nameof(hidden));
        kernels ??= Kernels.Widest;
        SplitMix64 random = new(seed);
        (Capacity, _input, _rectifier) = (capacity, PaddedRow.Of(inputLength), new Rectifier(kernels));
        _layers = new FullyConnected[hidden.Count + 1];
        _activations = new Tensor[_layers.Length + 1];
        _gradients = new Tensor[_layers.Length + 1];
        PaddedRow row = _input;
        _activations[0] = new Tensor(capacity * row.Total);
        _gradients[0] = new Tensor(0);
        for (int i = 0; i < _layers.Length; i++)
        {
            bool last = i == hidden.Count;
            string name = last ? "output" : $"hidden{i + 1}";
            _layers[i] = new FullyConnected(name, row, last ? outputLength : hidden[i], capacity, chunks, kernels, ref random);
            row = _layers[i].Output;
            (_activations[i + 1], _gradients[i + 1]) = (new Tensor(capacity * row.Total), new Tensor(capacity * row.Total));
        }

        Parameters = [.. _layers.SelectMany(layer => new[] { layer.Weights, layer.Biases })];
    }

    public int Capacity { get; }

    public int InputLength => _input.Values;

    public int FeatureLength => _layers[^2].Output.Values;

    public int OutputLength => _layers[^1].Output.Values;

    public IReadOnlyList<Parameter> Parameters { get; }

    public IReadOnlyList<Tensor> Statistics => [];

    public Tensor Output => _activations[^1];

    public int OutputStride => _layers[^1].Output.Total;

    public Tensor OutputGradient => _gradients[^1];

    public void SetInput(int row, ReadOnlySpan<float> example) => example.CopyTo(_activations[0].Span[(row * _input.Total)..]);

    public void Forward(int rows, bool training)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i].Forward(_activations[i], _activations[i + 1], rows);
            if (i < _layers.Length - 1) Rectifier.Forward(_activations[i + 1], _activations[i + 1], rows * _layers[i].Output.Total);
        }
    }

    public void Backward(int rows)
    {
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            if (i < _layers.Length - 1) _rectifier.Backward(_activations[i + 1], _gradients[i + 1], rows * _layers[i].Output.Total);
            _layers[i].Backward(_activations[i], _gradients[i + 1], i == 0 ? null : _gradients[i], rows);
        }
    }

    public void CopyFeatures(int row, Span<float> features)
    {
        PaddedRow layout = _layers[^2].Output;
        _activations[^2].Span.Slice(row * layout.Total, layout.Values).CopyTo(features);
    }

    /// <summary>The layers after training: the hidden ones, each followed by ReLU, and the one from h to z.</summary>
    public DenseWeights[] Layers() => [.. _layers.Select(layer => layer.Dense())];
}
