using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>The encoder of tables: fully connected layers with ReLU; h is the last of them, and z a fully connected layer of it.</summary>
internal sealed class MlpEncoder : IEncoder
{
    private readonly Rectifier rectifier;
    private readonly FullyConnected[] layers;
    private readonly Tensor[] activations;
    private readonly Tensor[] gradients;
    private readonly PaddedRow input;

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
        (Capacity, input, rectifier) = (capacity, PaddedRow.Of(inputLength), new Rectifier(kernels));
        layers = new FullyConnected[hidden.Count + 1];
        activations = new Tensor[layers.Length + 1];
        gradients = new Tensor[layers.Length + 1];
        PaddedRow row = input;
        activations[0] = new Tensor(capacity * row.Total);
        gradients[0] = new Tensor(0);
        for (int i = 0; i < layers.Length; i++)
        {
            bool last = i == hidden.Count;
            string name = last ? "output" : $"hidden{i + 1}";
            layers[i] = new FullyConnected(name, row, last ? outputLength : hidden[i], capacity, chunks, kernels, ref random);
            row = layers[i].Output;
            (activations[i + 1], gradients[i + 1]) = (new Tensor(capacity * row.Total), new Tensor(capacity * row.Total));
        }

        Parameters = [.. layers.SelectMany(layer => new[] { layer.Weights, layer.Biases })];
    }

    public int Capacity { get; }

    public int InputLength => input.Values;

    public int FeatureLength => layers[^2].Output.Values;

    public int OutputLength => layers[^1].Output.Values;

    public IReadOnlyList<Parameter> Parameters { get; }

    public IReadOnlyList<Tensor> Statistics => [];

    public Tensor Output => activations[^1];

    public int OutputStride => layers[^1].Output.Total;

    public Tensor OutputGradient => gradients[^1];

    public void SetInput(int row, ReadOnlySpan<float> example) => example.CopyTo(activations[0].Span[(row * input.Total)..]);

    public void Forward(int rows, bool training)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i].Forward(activations[i], activations[i + 1], rows);
            if (i < layers.Length - 1) Rectifier.Forward(activations[i + 1], activations[i + 1], rows * layers[i].Output.Total);
        }
    }

    public void Backward(int rows)
    {
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            if (i < layers.Length - 1) rectifier.Backward(activations[i + 1], gradients[i + 1], rows * layers[i].Output.Total);
            layers[i].Backward(activations[i], gradients[i + 1], i == 0 ? null : gradients[i], rows);
        }
    }

    public void CopyFeatures(int row, Span<float> features)
    {
        PaddedRow layout = layers[^2].Output;
        activations[^2].Span.Slice(row * layout.Total, layout.Values).CopyTo(features);
    }

    /// <summary>The layers after training: the hidden ones, each followed by ReLU, and the one from h to z.</summary>
    public DenseWeights[] Layers() => [.. layers.Select(layer => layer.Dense())];
}
