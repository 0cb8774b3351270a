using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>3 × 3 convolution, batch normalisation, ReLU and, if it pools, the maximum of each 2 × 2 pixels (an odd last row or column is left out).</summary>
internal sealed unsafe class ConvolutionBlock
{
    private readonly Kernels kernels;
    private readonly Chunks chunks;
    private readonly Convolution convolution;
    private readonly BatchNormalization normalization;
    private readonly Images input;
    private readonly Images convolved;
    private readonly Images chosen;
    private readonly Images output;
    private readonly Images[] gradients = new Images[Chunks.Count];
    private readonly Action<int> convolve;
    private readonly Action<int> activate;
    private readonly Action<int> reduceGradient;
    private readonly Action<int> backward;
    private readonly Action<int> sumWeightGradient;
    private readonly int inputs;
    private readonly int outputs;
    private Images? inputGradient;
    private int rows;

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
        (this.kernels, this.chunks, this.input, this.inputs, this.output, this.outputs) = (kernels, chunks, input, inputs, output, outputs);
        Pools = output.Height != input.Height;
        convolution = new Convolution(name + ".weights", input, inputs, outputs, kernels, ref random);
        normalization = new BatchNormalization(name, outputs);
        convolved = new Images(input.Capacity, input.Height, input.Width, output.Channels, border: 0);
        chosen = Pools ? new Images(output.Capacity, output.Height, output.Width, output.Channels, border: 0) : convolved;
        OutputGradient = new Images(output.Capacity, output.Height, output.Width, output.Channels, border: 0);
        for (int chunk = 0; chunk < Chunks.Count; chunk++) gradients[chunk] = convolution.NewGradient();
        (convolve, activate) = (Convolve, Activate);
        (reduceGradient, backward, sumWeightGradient) = (ReduceGradient, Backward, convolution.SumWeightGradient);
    }

    public bool Pools { get; }

    /// <summary>Channels of the output without padding.</summary>
    public int Outputs => outputs;

    public IEnumerable<Parameter> Parameters => [convolution.Weights, normalization.Gamma, normalization.Beta];

    public IEnumerable<Tensor> Statistics => [normalization.RunningMean, normalization.RunningVariance];

    /// <summary>The gradient by the output, dense: to be set before <see cref="Backward(int, Images?)"/>.</summary>
    public Images OutputGradient { get; }

    /// <summary>Sets the output of the first rows.</summary>
    public void Forward(int rows, bool training)
    {
        this.rows = rows;
        chunks.Run(convolve);
        if (training) normalization.UseBatchStatistics(Pixels);
        else normalization.UseRunningStatistics();
        chunks.Run(activate);
    }

    /// <summary>Sets the gradients of its parameters, and the one by its input where it is asked for.</summary>
    public void Backward(int rows, Images? inputGradient)
    {
        (this.rows, this.inputGradient) = (rows, inputGradient);
        chunks.Run(reduceGradient);
        normalization.SetGradients(Pixels);
        chunks.Run(backward);
        chunks.Run(sumWeightGradient);
    }

    /// <summary>What the block is after training.</summary>
    public FoldedConvolution Fold()
    {
        float[] weights = new float[outputs * inputs * 9], biases = new float[outputs];
        ReadOnlySpan<float> trained = convolution.Weights.Value.Span;
        for (int output = 0; output < outputs; output++)
        {
            double scale = normalization.FoldedScale(output);
            biases[output] = (float)normalization.FoldedShift(output);
            for (int input = 0; input < inputs; input++)
                for (int tap = 0; tap < 9; tap++)
                    weights[(output * inputs + input) * 9 + tap] = (float)(scale * trained[(tap * this.input.Channels + input) * this.output.Channels + output]);
        }

        return new FoldedConvolution(inputs, outputs, weights, biases, Pools);
    }

    private double Pixels => (double)rows * input.Height * input.Width;

    private void Convolve(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, rows);
        normalization.Clear(chunk);
        for (int image = from; image < to; image += convolution.ImagesPerBlock)
        {
            int end = Math.Min(image + convolution.ImagesPerBlock, to);
            convolution.Forward(image, end, convolved);
            normalization.AddMoments(kernels, chunk, convolved.Corner(image), (end - image) * input.Height * input.Width);
        }
    }

    private void Activate(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, rows);
        for (int i = from; i < to; i++)
        {
            NormalizedImage image = Describe(i);
            image.Output = output.Interior(i);
            image.OutputRow = output.RowLength;
            image.Chosen = chosen.Corner(i);
            if (Pools) kernels.NormalizeAndPool(image);
            else kernels.Normalize(image);
        }
    }

    private void ReduceGradient(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, rows);
        normalization.Clear(chunk);
        normalization.AddGradientMoments(
            kernels, chunk, chosen.Corner(from), OutputGradient.Corner(from), (to - from) * chosen.Height * chosen.Width);
        if (inputGradient is not null) convolution.FlipWeights(chunk);
    }

    private void Backward(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, rows);
        Images gradient = gradients[chunk];
        if (from == to) convolution.ClearWeightGradient(chunk);
        for (int first = from; first < to; first += convolution.ImagesPerBlock)
        {
            int images = Math.Min(convolution.ImagesPerBlock, to - first);
            for (int i = 0; i < images; i++)
            {
                NormalizedImage image = Describe(first + i);
                image.Gradient = gradient.Interior(i);
                image.GradientRow = gradient.RowLength;
                if (Pools) kernels.DenormalizePooled(image);
                else kernels.Denormalize(image);
            }

            convolution.AddWeightGradient(chunk, first, images, gradient, first == from);
            if (inputGradient is not null) convolution.InputGradient(first, images, gradient, inputGradient);
        }
    }

    private NormalizedImage Describe(int image) => new()
    {
        Channels = output.Channels,
        Height = input.Height,
        Width = input.Width,
        Values = convolved.Corner(image),
        Scale = normalization.Scale.Pointer,
        Shift = normalization.Shift.Pointer,
        OutputGradient = OutputGradient.Corner(image),
        Slope = normalization.Slope.Pointer,
        Constant = normalization.Constant.Pointer,
    };
}
