using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>
/// The encoder of images: blocks of convolution, normalisation and ReLU, each but the last followed by pooling; h is the last map, flattened,
/// and z a fully connected layer of it.
/// </summary>
internal sealed unsafe class ConvolutionalEncoder : IEncoder
{
    private readonly ImageShape _shape;
    private readonly Images[] _maps;
    private readonly ConvolutionBlock[] _blocks;
    private readonly FullyConnected _output;
    private readonly int _channels;

    /// <param name="shape">Of the images.</param>
    /// <param name="channels">Of each block's output: one block at least, each positive.</param>
    /// <param name="outputLength">Values of z.</param>
    /// <param name="capacity">Rows that a batch can have.</param>
    /// <param name="chunks">The threads; their owner disposes them.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="kernels">The inner loops; null for the widest that the processor has.</param>
    /// <exception cref="ArgumentException">There are more blocks than the image can be halved, or none, or one has no channels.</exception>
    public ConvolutionalEncoder(
        ImageShape shape, IReadOnlyList<int> channels, int outputLength, int capacity, Chunks chunks, ulong seed, Kernels? kernels = null)
    {
        Validate(shape, channels);
        kernels ??= Kernels.Widest;
        SplitMix64 random = new(seed);
        (_shape, Capacity, OutputLength) = (shape, capacity, outputLength);
        _maps = new Images[channels.Count + 1];
        _blocks = new ConvolutionBlock[channels.Count];
        _maps[0] = new Images(capacity, shape.Height, shape.Width, shape.Channels, border: 1);
        _channels = shape.Channels;
        for (int i = 0; i < _blocks.Length; i++)
        {
            bool last = i == _blocks.Length - 1;
            Images input = _maps[i];
            _maps[i + 1] = last
                ? new Images(capacity, input.Height, input.Width, Kernels.Padded(channels[i]), border: 0)
                : new Images(capacity, input.Height / 2, input.Width / 2, Kernels.Padded(channels[i]), border: 1);
            _blocks[i] = new ConvolutionBlock($"block{i + 1}", input, _channels, _maps[i + 1], channels[i], chunks, kernels, ref random);
            _channels = channels[i];
        }

        Images features = _maps[^1];
        int pixels = features.Height * features.Width;
        FeatureLength = _channels * pixels;
        PaddedRow row = new(pixels, _channels, features.Channels);
        _output = new FullyConnected("output", row, outputLength, capacity, chunks, kernels, ref random);
        Output = new Tensor(capacity * _output.Output.Total);
        OutputGradient = new Tensor(capacity * _output.Output.Total);
        Parameters = [.. _blocks.SelectMany(block => block.Parameters), _output.Weights, _output.Biases];
        Statistics = [.. _blocks.SelectMany(block => block.Statistics)];
    }

    public int Capacity { get; }

    public int InputLength => _shape.Length;

    public int FeatureLength { get; }

    public int OutputLength { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    public IReadOnlyList<Tensor> Statistics { get; }

    public Tensor Output { get; }

    public int OutputStride => _output.Output.Total;

    public Tensor OutputGradient { get; }

    public void SetInput(int row, ReadOnlySpan<float> example)
    {
        Images input = _maps[0];
        float* interior = input.Interior(row);
        int next = 0;
        for (int channel = 0; channel < _shape.Channels; channel++)
            for (int y = 0; y < _shape.Height; y++)
            {
                float* pixel = interior + y * input.RowLength + channel;
                for (int x = 0; x < _shape.Width; x++) pixel[x * _shape.Channels] = example[next++];
            }
    }

    public void Forward(int rows, bool training)
    {
        foreach (ConvolutionBlock block in _blocks) block.Forward(rows, training);
        _output.Forward(_maps[^1].Values, Output, rows);
    }

    public void Backward(int rows)
    {
        _output.Backward(_maps[^1].Values, OutputGradient, _blocks[^1].OutputGradient.Values, rows);
        for (int i = _blocks.Length - 1; i >= 0; i--) _blocks[i].Backward(rows, i == 0 ? null : _blocks[i - 1].OutputGradient);
    }

    /// <summary>Index of the middle block, whose map is an embedding beside h.</summary>
    public int MiddleBlock => _blocks.Length / 2 - 1;

    /// <summary>Values of the middle block's map.</summary>
    public int MiddleLength => _blocks[MiddleBlock].Outputs * _maps[MiddleBlock + 1].Height * _maps[MiddleBlock + 1].Width;

    public void CopyFeatures(int row, Span<float> features) => CopyMap(_blocks.Length - 1, row, features);

    /// <summary>The middle block's map of a row after a <see cref="Forward"/>, as the ONNX model gives it: channel after channel.</summary>
    public void CopyMiddle(int row, Span<float> values) => CopyMap(MiddleBlock, row, values);

    /// <summary>The blocks as they are after training.</summary>
    public FoldedConvolution[] Fold() => [.. _blocks.Select(block => block.Fold())];

    /// <summary>The layer from h to z, h as <see cref="CopyFeatures"/> gives it.</summary>
    public DenseWeights Dense() => _output.Dense();

    private void CopyMap(int block, int row, Span<float> values)
    {
        Images map = _maps[block + 1];
        float* interior = map.Interior(row);
        int next = 0;
        for (int channel = 0; channel < _blocks[block].Outputs; channel++)
            for (int y = 0; y < map.Height; y++)
                for (int x = 0; x < map.Width; x++)
                    values[next++] = interior[y * map.RowLength + x * map.Channels + channel];
    }

    private static void Validate(ImageShape shape, IReadOnlyList<int> channels)
    {
        if (channels.Count == 0)
            throw new ArgumentException("The encoder must have one block of convolution at least, and got none. Give the channels of each block, such as 16, 32, 64, 128.", nameof(channels));
        for (int i = 0; i < channels.Count; i++)
            if (channels[i] < 1)
                throw new ArgumentException($"Each block must have one channel at least; block {i + 1} has {channels[i]}.", nameof(channels));
        if (Math.Min(shape.Height, shape.Width) >> (channels.Count - 1) == 0)
            throw new ArgumentException($"Each block but the last halves the image: {channels.Count} blocks leave nothing of {shape}. Use fewer blocks or larger images.", nameof(channels));
    }
}
