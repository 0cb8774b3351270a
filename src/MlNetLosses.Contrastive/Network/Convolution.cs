using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>A 3 × 3 convolution, stride 1, that keeps height and width and has no bias (the normalisation that follows has one).</summary>
/// <remarks>
/// Implicit matrix products over the bordered maps: the output is (pixels × neighbourhood) · weights, the weights' gradient
/// is (neighbourhood × pixels) · gradient, and the input's gradient is the convolution of the gradient with the flipped, transposed weights.
/// Work is cut into blocks of some 256 pixels, which stay in the first caches.
/// </remarks>
internal sealed unsafe class Convolution
{
    private const int Taps = 9;
    private const int PixelsPerBlock = 256;

    private readonly Kernels kernels;
    private readonly Images input;
    private readonly int outputs;
    private readonly int rowsPerBlock;
    private readonly OffsetTable inputPixels;
    private readonly OffsetTable inputNeighbourhood;
    private readonly OffsetTable gradientPixels;
    private readonly OffsetTable gradientNeighbourhood;
    private readonly OffsetTable weightRows;
    private readonly OffsetTable flippedRows;
    private readonly OffsetTable outputRows;
    private readonly OffsetTable inputRows;
    private readonly Tensor flipped;
    private readonly Tensor[] partialGradients = new Tensor[Chunks.Count];

    /// <param name="name">Of its parameter.</param>
    /// <param name="input">With a border of 1.</param>
    /// <param name="inputs">Channels of the input without padding.</param>
    /// <param name="outputs">Channels of the output without padding.</param>
    /// <param name="kernels">The inner loops.</param>
    /// <param name="random">Draws the weights.</param>
    public Convolution(string name, Images input, int inputs, int outputs, Kernels kernels, ref SplitMix64 random)
    {
        (this.kernels, this.input, this.outputs) = (kernels, input, Kernels.Padded(outputs));
        int pixels = input.Height * input.Width;
        ImagesPerBlock = Math.Max(1, PixelsPerBlock / pixels);
        int blocks = (pixels + PixelsPerBlock - 1) / PixelsPerBlock;
        rowsPerBlock = (input.Height + blocks - 1) / blocks;

        int blockPixels = ImagesPerBlock * rowsPerBlock * input.Width;
        Images gradient = NewGradient();
        inputPixels = OffsetTable.Pixels(input, blockPixels);
        inputNeighbourhood = OffsetTable.Neighbourhood(input);
        gradientPixels = OffsetTable.Pixels(gradient, blockPixels);
        gradientNeighbourhood = OffsetTable.Neighbourhood(gradient);
        weightRows = OffsetTable.Steps(Taps * input.Channels, this.outputs);
        flippedRows = OffsetTable.Steps(Taps * this.outputs, input.Channels);
        outputRows = OffsetTable.Steps(blockPixels, this.outputs);
        inputRows = OffsetTable.Steps(blockPixels, input.Channels);

        Weights = new Parameter(name, Taps * input.Channels * this.outputs, decays: true);
        for (int tap = 0; tap < Taps; tap++)
            Initialization.Uniform(Weights.Value.Span[(tap * input.Channels * this.outputs)..], inputs, outputs, this.outputs, Taps * inputs, ref random);
        flipped = new Tensor(Weights.Value.Length);
        for (int chunk = 0; chunk < Chunks.Count; chunk++) partialGradients[chunk] = new Tensor(Weights.Value.Length);
    }

    /// <summary><c>9 taps × input channels × output channels</c>, padding included.</summary>
    public Parameter Weights { get; }

    /// <summary>How many images <see cref="AddWeightGradient"/> and <see cref="InputGradient"/> take at most.</summary>
    public int ImagesPerBlock { get; }

    /// <summary>Room for the gradient by the output of a block of images, bordered, as the backward products need it.</summary>
    public Images NewGradient() => new(ImagesPerBlock, input.Height, input.Width, outputs, border: 1);

    /// <summary>output ← weights ∗ input.</summary>
    /// <param name="from">The first image.</param>
    /// <param name="to">Behind the last image.</param>
    /// <param name="output">Dense.</param>
    public void Forward(int from, int to, Images output)
    {
        for (int image = from; image < to; image += ImagesPerBlock)
            for (int row = 0; row < input.Height; row += rowsPerBlock)
                kernels.Multiply(new GatheredProduct
                {
                    Rows = BlockPixels(Math.Min(ImagesPerBlock, to - image), row),
                    Inner = Taps * input.Channels,
                    Columns = outputs,
                    Left = input.Corner(image) + row * input.RowLength,
                    LeftRows = inputPixels.Pointer,
                    LeftColumns = inputNeighbourhood.Pointer,
                    Right = Weights.Value.Pointer,
                    RightRows = weightRows.Pointer,
                    Result = output.Corner(image) + row * output.RowLength,
                    ResultRows = outputRows.Pointer,
                });
    }

    /// <summary>Prepares a chunk's part of the weights that <see cref="InputGradient"/> needs: to be called once a step for each chunk.</summary>
    public void FlipWeights(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, Taps * outputs);
        int channels = input.Channels;
        float* target = flipped.Pointer;
        for (int row = from; row < to; row++)
        {
            (int tap, int output) = Math.DivRem(row, outputs);
            float* source = Weights.Value.Pointer + (nint)(Taps - 1 - tap) * channels * outputs + output;
            for (int c = 0; c < channels; c++) target[row * channels + c] = source[c * outputs];
        }
    }

    /// <summary>Makes a chunk's share of the weights' gradient zero: what a chunk without images does instead of adding them.</summary>
    public void ClearWeightGradient(int chunk) => partialGradients[chunk].Span.Clear();

    /// <summary>Adds a block of images to a chunk's share of the weights' gradient.</summary>
    /// <param name="chunk">Whose share.</param>
    /// <param name="image">The first image of the block.</param>
    /// <param name="images">At most <see cref="ImagesPerBlock"/>.</param>
    /// <param name="gradient">By the output of the block.</param>
    /// <param name="first">Whether the share starts with this block.</param>
    public void AddWeightGradient(int chunk, int image, int images, Images gradient, bool first)
    {
        for (int row = 0; row < input.Height; row += rowsPerBlock)
            kernels.Multiply(new GatheredProduct
            {
                Rows = Taps * input.Channels,
                Inner = BlockPixels(images, row),
                Columns = outputs,
                Adds = !first || row > 0,
                Left = input.Corner(image) + row * input.RowLength,
                LeftRows = inputNeighbourhood.Pointer,
                LeftColumns = inputPixels.Pointer,
                Right = gradient.Interior(0) + row * gradient.RowLength,
                RightRows = gradientPixels.Pointer,
                Result = partialGradients[chunk].Pointer,
                ResultRows = weightRows.Pointer,
            });
    }

    /// <summary>Sets the gradient by a block of images.</summary>
    /// <param name="image">The first image of the block.</param>
    /// <param name="images">At most <see cref="ImagesPerBlock"/>.</param>
    /// <param name="gradient">By the output of the block.</param>
    /// <param name="inputGradient">By the input, dense.</param>
    public void InputGradient(int image, int images, Images gradient, Images inputGradient)
    {
        for (int row = 0; row < input.Height; row += rowsPerBlock)
            kernels.Multiply(new GatheredProduct
            {
                Rows = BlockPixels(images, row),
                Inner = Taps * outputs,
                Columns = input.Channels,
                Left = gradient.Corner(0) + row * gradient.RowLength,
                LeftRows = gradientPixels.Pointer,
                LeftColumns = gradientNeighbourhood.Pointer,
                Right = flipped.Pointer,
                RightRows = flippedRows.Pointer,
                Result = inputGradient.Corner(image) + row * inputGradient.RowLength,
                ResultRows = inputRows.Pointer,
            });
    }

    /// <summary>Adds the chunks' shares up, in order, for a chunk of the weights.</summary>
    public void SumWeightGradient(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, Weights.Gradient.Length);
        Span<float> sum = Weights.Gradient.Span[from..to];
        partialGradients[0].Span[from..to].CopyTo(sum);
        for (int other = 1; other < Chunks.Count; other++) TensorPrimitives.Add(sum, partialGradients[other].Span[from..to], sum);
    }

    private int BlockPixels(int images, int row) => images * Math.Min(rowsPerBlock, input.Height - row) * input.Width;
}
