using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>3 × 3 convolution, batch normalisation, ReLU and, if it pools, the maximum of each 2 × 2 pixels (an odd last row or column is left out).</summary>
internal sealed unsafe class ConvolutionBlock
{
    private readonly Kernels _kernels;
    private readonly Chunks _chunks;
    private readonly Convolution _convolution;
    private readonly BatchNormalization _normalization;
    private readonly Images _input;
    private readonly Images _convolved;
    private readonly Images _chosen;
    private readonly Images _output;
    private readonly Images[] _gradients = new Images[Chunks.Count];
    private readonly Action<int> _convolve;
    private readonly Action<int> _activate;
    private readonly Action<int> _reduceGradient;
    private readonly Action<int> _backward;
    private readonly Action<int> _sumWeightGradient;
    private readonly int _inputs;
    private readonly int _outputs;
    private Images? _inputGradient;
    private int _rows;

    /// <param name="name">Starts the names of its parameters.</param>
    /// <param name="input">What it reads, with a border of 1.</param>
    /// <param name="inputs">Channels of the input without padding.</param>
    /// <param name="output">What it writes; half the height and width where it pools.</param>
    /// <param name="outputs">Channels of the output without padding.</param>
    /// <param name="chunks">The threads.</param>
    /// <param name="kernels">The inner loops.</param>
    /// <param name="random">Draws the weights.</param>
    public ConvolutionBlock(
        string name, Images input, int inputs, Images output, int outputs, Chunks chunks, Kernels kernels, ref SplitMix64 random)
    {
        (_kernels, _chunks, _input, _inputs, _output, _outputs) = (kernels, chunks, input, inputs, output, outputs);
        Pools = output.Height != input.Height;
        _convolution = new Convolution(name + ".weights", input, inputs, outputs, kernels, ref random);
        _normalization = new BatchNormalization(name, outputs);
        _convolved = new Images(input.Capacity, input.Height, input.Width, output.Channels, border: 0);
        _chosen = Pools ? new Images(output.Capacity, output.Height, output.Width, output.Channels, border: 0) : _convolved;
        OutputGradient = new Images(output.Capacity, output.Height, output.Width, output.Channels, border: 0);
        for (int chunk = 0; chunk < Chunks.Count; chunk++) _gradients[chunk] = _convolution.NewGradient();
        (_convolve, _activate) = (Convolve, Activate);
        (_reduceGradient, _backward, _sumWeightGradient) = (ReduceGradient, Backward, _convolution.SumWeightGradient);
    }

    public bool Pools { get; }

    /// <summary>Channels of the output without padding.</summary>
    public int Outputs => _outputs;

    public IEnumerable<Parameter> Parameters => [_convolution.Weights, _normalization.Gamma, _normalization.Beta];

    public IEnumerable<Tensor> Statistics => [_normalization.RunningMean, _normalization.RunningVariance];

    /// <summary>The gradient by the output, dense: to be set before <see cref="Backward(int, Images?)"/>.</summary>
    public Images OutputGradient { get; }

    /// <summary>Sets the output of the first rows.</summary>
    public void Forward(int rows, bool training)
    {
        _rows = rows;
        _chunks.Run(_convolve);
        if (training) _normalization.UseBatchStatistics(Pixels);
        else _normalization.UseRunningStatistics();
        _chunks.Run(_activate);
    }

    /// <summary>Sets the gradients of its parameters, and the one by its input where it is asked for.</summary>
    public void Backward(int rows, Images? inputGradient)
    {
        (_rows, _inputGradient) = (rows, inputGradient);
        _chunks.Run(_reduceGradient);
        _normalization.SetGradients(Pixels);
        _chunks.Run(_backward);
        _chunks.Run(_sumWeightGradient);
    }

    /// <summary>What the block is after training.</summary>
    public FoldedConvolution Fold()
    {
        float[] weights = new float[_outputs * _inputs * 9], biases = new float[_outputs];
        ReadOnlySpan<float> trained = _convolution.Weights.Value.Span;
        for (int output = 0; output < _outputs; output++)
        {
            double scale = _normalization.FoldedScale(output);
            biases[output] = (float)_normalization.FoldedShift(output);
            for (int input = 0; input < _inputs; input++)
                for (int tap = 0; tap < 9; tap++)
                    weights[(output * _inputs + input) * 9 + tap] = (float)(scale * trained[(tap * _input.Channels + input) * _output.Channels + output]);
        }

        return new FoldedConvolution(_inputs, _outputs, weights, biases, Pools);
    }

    private double Pixels => (double)_rows * _input.Height * _input.Width;

    private void Convolve(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, _rows);
        _normalization.Clear(chunk);
        for (int image = from; image < to; image += _convolution.ImagesPerBlock)
        {
            int end = Math.Min(image + _convolution.ImagesPerBlock, to);
            _convolution.Forward(image, end, _convolved);
            _normalization.AddMoments(_kernels, chunk, _convolved.Corner(image), (end - image) * _input.Height * _input.Width);
        }
    }

    private void Activate(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, _rows);
        for (int i = from; i < to; i++)
        {
            NormalizedImage image = Describe(i);
            image.Output = _output.Interior(i);
            image.OutputRow = _output.RowLength;
            image.Chosen = _chosen.Corner(i);
            if (Pools) _kernels.NormalizeAndPool(image);
            else _kernels.Normalize(image);
        }
    }

    private void ReduceGradient(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, _rows);
        _normalization.Clear(chunk);
        _normalization.AddGradientMoments(
            _kernels, chunk, _chosen.Corner(from), OutputGradient.Corner(from), (to - from) * _chosen.Height * _chosen.Width);
        if (_inputGradient is not null) _convolution.FlipWeights(chunk);
    }

    private void Backward(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, _rows);
        Images gradient = _gradients[chunk];
        if (from == to) _convolution.ClearWeightGradient(chunk);
        for (int first = from; first < to; first += _convolution.ImagesPerBlock)
        {
            int images = Math.Min(_convolution.ImagesPerBlock, to - first);
            for (int i = 0; i < images; i++)
            {
                NormalizedImage image = Describe(first + i);
                image.Gradient = gradient.Interior(i);
                image.GradientRow = gradient.RowLength;
                if (Pools) _kernels.DenormalizePooled(image);
                else _kernels.Denormalize(image);
            }

            _convolution.AddWeightGradient(chunk, first, images, gradient, first == from);
            if (_inputGradient is not null) _convolution.InputGradient(first, images, gradient, _inputGradient);
        }
    }

    private NormalizedImage Describe(int image) => new()
    {
        Channels = _output.Channels,
        Height = _input.Height,
        Width = _input.Width,
        Values = _convolved.Corner(image),
        Scale = _normalization.Scale.Pointer,
        Shift = _normalization.Shift.Pointer,
        OutputGradient = OutputGradient.Corner(image),
        Slope = _normalization.Slope.Pointer,
        Constant = _normalization.Constant.Pointer,
    };
}
