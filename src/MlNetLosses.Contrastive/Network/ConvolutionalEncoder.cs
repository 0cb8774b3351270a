using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>
/// The encoder of images: blocks of convolution, normalisation and ReLU, each but the last followed by pooling; h is the last map, flattened,
/// and z a fully connected layer of it.
/// </summary>
internal sealed unsafe class ConvolutionalEncoder : IEncoder
{
    private readonly ImageShape shape;
    private readonly Images[] maps;
    private readonly ConvolutionBlock[] blocks;
    private readonly FullyConnected output;
    private readonly int channels;

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
        (this.shape, Capacity, OutputLength) = (shape, capacity, outputLength);
        maps = new Images[channels.Count + 1];
        blocks = new ConvolutionBlock[channels.Count];
        maps[0] = new Images(capacity, shape.Height, shape.Width, shape.Channels, border: 1);
        this.channels = shape.Channels;
        for (int i = 0; i < blocks.Length; i++)
        {
            bool last = i == blocks.Length - 1;
            Images input = maps[i];
            maps[i + 1] = last
                ? new Images(capacity, input.Height, input.Width, Kernels.Padded(channels[i]), border: 0)
                : new Images(capacity, input.Height / 2, input.Width / 2, Kernels.Padded(channels[i]), border: 1);
            blocks[i] = new ConvolutionBlock($"block{i + 1}", input, this.channels, maps[i + 1], channels[i], chunks, kernels, ref random);
            this.channels = channels[i];
        }

        Images features = maps[^1];
        int pixels = features.Height * features.Width;
        FeatureLength = this.channels * pixels;
        PaddedRow row = new(pixels, this.channels, features.Channels);
        this.output = new FullyConnected("output", row, outputLength, capacity, chunks, kernels, ref random);
        Output = new Tensor(capacity * this.output.Output.Total);
        OutputGradient = new Tensor(capacity * this.output.Output.Total);
        Parameters = [.. blocks.SelectMany(block => block.Parameters), this.output.Weights, this.output.Biases];
        Statistics = [.. blocks.SelectMany(block => block.Statistics)];
    }

    public int Capacity { get; }

    public int InputLength => shape.Length;

    public int FeatureLength { get; }

    public int OutputLength { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    public IReadOnlyList<Tensor> Statistics { get; }

    public Tensor Output { get; }

    public int OutputStride => output.Output.Total;

    public Tensor OutputGradient { get; }

    public void SetInput(int row, ReadOnlySpan<float> example)
    {
        Images input = maps[0];
        float* interior = input.Interior(row);
        int next = 0;
        for (int channel = 0; channel < shape.Channels; channel++)
            for (int y = 0; y < shape.Height; y++)
            {
                float* pixel = interior + y * input.RowLength + channel;
                for (int x = 0; x < shape.Width; x++) pixel[x * shape.Channels] = example[next++];
            }
    }

    public void Forward(int rows, bool training)
    {
        foreach (ConvolutionBlock block in blocks) block.Forward(rows, training);
        output.Forward(maps[^1].Values, Output, rows);
    }

    public void Backward(int rows)
    {
        output.Backward(maps[^1].Values, OutputGradient, blocks[^1].OutputGradient.Values, rows);
        for (int i = blocks.Length - 1; i >= 0; i--) blocks[i].Backward(rows, i == 0 ? null : blocks[i - 1].OutputGradient);
    }

    /// <summary>Index of the middle block, whose map is an embedding beside h.</summary>
    public int MiddleBlock => blocks.Length / 2 - 1;

    /// <summary>Values of the middle block's map.</summary>
    public int MiddleLength => blocks[MiddleBlock].Outputs * maps[MiddleBlock + 1].Height * maps[MiddleBlock + 1].Width;

    public void CopyFeatures(int row, Span<float> features) => CopyMap(blocks.Length - 1, row, features);

    /// <summary>The middle block's map of a row after a <see cref="Forward"/>, as the ONNX model gives it: channel after channel.</summary>
    public void CopyMiddle(int row, Span<float> values) => CopyMap(MiddleBlock, row, values);

    /// <summary>The blocks as they are after training.</summary>
    public FoldedConvolution[] Fold() => [.. blocks.Select(block => block.Fold())];

    /// <summary>The layer from h to z, h as <see cref="CopyFeatures"/> gives it.</summary>
    public DenseWeights Dense() => output.Dense();

    private void CopyMap(int block, int row, Span<float> values)
    {
        Images map = maps[block + 1];
        float* interior = map.Interior(row);
        int next = 0;
        for (int channel = 0; channel < blocks[block].Outputs; channel++)
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
