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

    private readonly Kernels _kernels;
    private readonly Images _input;
    private readonly int _outputs;
    private readonly int _rowsPerBlock;
    private readonly OffsetTable _inputPixels;
    private readonly OffsetTable _inputNeighbourhood;
    private readonly OffsetTable _gradientPixels;
    private readonly OffsetTable _gradientNeighbourhood;
    private readonly OffsetTable _weightRows;
    private readonly OffsetTable _flippedRows;
    private readonly OffsetTable _outputRows;
    private readonly OffsetTable _inputRows;
    private readonly Tensor _flipped;
    private readonly Tensor[] _partialGradients = new Tensor[Chunks.Count];

    /// <param name="name">Of its parameter.</param>
    /// <param name="input">With a border of 1.</param>
    /// <param name="inputs">Channels of the input without padding.</param>
    /// <param name="outputs">Channels of the output without padding.</param>
    /// <param name="kernels">The inner loops.</param>
    /// <param name="random">Draws the weights.</param>
    public Convolution(string name, Images input, int inputs, int outputs, Kernels kernels, ref SplitMix64 random)
    {
        (_kernels, _input, _outputs) = (kernels, input, Kernels.Padded(outputs));
        int pixels = input.Height * input.Width;
        ImagesPerBlock = Math.Max(1, PixelsPerBlock / pixels);
        int blocks = (pixels + PixelsPerBlock - 1) / PixelsPerBlock;
        _rowsPerBlock = (input.Height + blocks - 1) / blocks;

        int blockPixels = ImagesPerBlock * _rowsPerBlock * input.Width;
        Images gradient = NewGradient();
        _inputPixels = OffsetTable.Pixels(input, blockPixels);
        _inputNeighbourhood = OffsetTable.Neighbourhood(input);
        _gradientPixels = OffsetTable.Pixels(gradient, blockPixels);
        _gradientNeighbourhood = OffsetTable.Neighbourhood(gradient);
        _weightRows = OffsetTable.Steps(Taps * input.Channels, _outputs);
        _flippedRows = OffsetTable.Steps(Taps * _outputs, input.Channels);
        _outputRows = OffsetTable.Steps(blockPixels, _outputs);
        _inputRows = OffsetTable.Steps(blockPixels, input.Channels);

        Weights = new Parameter(name, Taps * input.Channels * _outputs, decays: true);
        for (int tap = 0; tap < Taps; tap++)
            Initialization.Uniform(Weights.Value.Span[(tap * input.Channels * _outputs)..], inputs, outputs, _outputs, Taps * inputs, ref random);
        _flipped = new Tensor(Weights.Value.Length);
        for (int chunk = 0; chunk < Chunks.Count; chunk++) _partialGradients[chunk] = new Tensor(Weights.Value.Length);
    }

    /// <summary><c>9 taps × input channels × output channels</c>, padding included.</summary>
    public Parameter Weights { get; }

    /// <summary>How many images <see cref="AddWeightGradient"/> and <see cref="InputGradient"/> take at most.</summary>
    public int ImagesPerBlock { get; }

    /// <summary>Room for the gradient by the output of a block of images, bordered, as the backward products need it.</summary>
    public Images NewGradient() => new(ImagesPerBlock, _input.Height, _input.Width, _outputs, border: 1);

    /// <summary>output ← weights ∗ input.</summary>
    /// <param name="from">The first image.</param>
    /// <param name="to">Behind the last image.</param>
    /// <param name="output">Dense.</param>
    public void Forward(int from, int to, Images output)
    {
        for (int image = from; image < to; image += ImagesPerBlock)
            for (int row = 0; row < _input.Height; row += _rowsPerBlock)
                _kernels.Multiply(new GatheredProduct
                {
                    Rows = BlockPixels(Math.Min(ImagesPerBlock, to - image), row),
                    Inner = Taps * _input.Channels,
                    Columns = _outputs,
                    Left = _input.Corner(image) + row * _input.RowLength,
                    LeftRows = _inputPixels.Pointer,
                    LeftColumns = _inputNeighbourhood.Pointer,
                    Right = Weights.Value.Pointer,
                    RightRows = _weightRows.Pointer,
                    Result = output.Corner(image) + row * output.RowLength,
                    ResultRows = _outputRows.Pointer,
                });
    }

    /// <summary>Prepares a chunk's part of the weights that <see cref="InputGradient"/> needs: to be called once a step for each chunk.</summary>
    public void FlipWeights(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, Taps * _outputs);
        int channels = _input.Channels;
        float* target = _flipped.Pointer;
        for (int row = from; row < to; row++)
        {
            (int tap, int output) = Math.DivRem(row, _outputs);
            float* source = Weights.Value.Pointer + (nint)(Taps - 1 - tap) * channels * _outputs + output;
            for (int c = 0; c < channels; c++) target[row * channels + c] = source[c * _outputs];
        }
    }

    /// <summary>Makes a chunk's share of the weights' gradient zero: what a chunk without images does instead of adding them.</summary>
    public void ClearWeightGradient(int chunk) => _partialGradients[chunk].Span.Clear();

    /// <summary>Adds a block of images to a chunk's share of the weights' gradient.</summary>
    /// <param name="chunk">Whose share.</param>
    /// <param name="image">The first image of the block.</param>
    /// <param name="images">At most <see cref="ImagesPerBlock"/>.</param>
    /// <param name="gradient">By the output of the block.</param>
    /// <param name="first">Whether the share starts with this block.</param>
    public void AddWeightGradient(int chunk, int image, int images, Images gradient, bool first)
    {
        for (int row = 0; row < _input.Height; row += _rowsPerBlock)
            _kernels.Multiply(new GatheredProduct
            {
                Rows = Taps * _input.Channels,
                Inner = BlockPixels(images, row),
                Columns = _outputs,
                Adds = !first || row > 0,
                Left = _input.Corner(image) + row * _input.RowLength,
                LeftRows = _inputNeighbourhood.Pointer,
                LeftColumns = _inputPixels.Pointer,
                Right = gradient.Interior(0) + row * gradient.RowLength,
                RightRows = _gradientPixels.Pointer,
                Result = _partialGradients[chunk].Pointer,
                ResultRows = _weightRows.Pointer,
            });
    }

    /// <summary>Sets the gradient by a block of images.</summary>
    /// <param name="image">The first image of the block.</param>
    /// <param name="images">At most <see cref="ImagesPerBlock"/>.</param>
    /// <param name="gradient">By the output of the block.</param>
    /// <param name="inputGradient">By the input, dense.</param>
    public void InputGradient(int image, int images, Images gradient, Images inputGradient)
    {
        for (int row = 0; row < _input.Height; row += _rowsPerBlock)
            _kernels.Multiply(new GatheredProduct
            {
                Rows = BlockPixels(images, row),
                Inner = Taps * _outputs,
                Columns = _input.Channels,
                Left = gradient.Corner(0) + row * gradient.RowLength,
                LeftRows = _gradientPixels.Pointer,
                LeftColumns = _gradientNeighbourhood.Pointer,
                Right = _flipped.Pointer,
                RightRows = _flippedRows.Pointer,
                Result = inputGradient.Corner(image) + row * inputGradient.RowLength,
                ResultRows = _inputRows.Pointer,
            });
    }

    /// <summary>Adds the chunks' shares up, in order, for a chunk of the weights.</summary>
    public void SumWeightGradient(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, Weights.Gradient.Length);
        Span<float> sum = Weights.Gradient.Span[from..to];
        _partialGradients[0].Span[from..to].CopyTo(sum);
        for (int other = 1; other < Chunks.Count; other++) TensorPrimitives.Add(sum, _partialGradients[other].Span[from..to], sum);
    }

    private int BlockPixels(int images, int row) => images * Math.Min(_rowsPerBlock, _input.Height - row) * _input.Width;
}
