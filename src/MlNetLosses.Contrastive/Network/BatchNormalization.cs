using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>Batch normalisation of the channels of maps: the coefficients and their statistics. The passes over the maps are the block's.</summary>
/// <remarks>
/// <code>
/// training     scale (y) + shift = γ (y − mean) / √(variance + ε) + β,  over all pixels of the batch
/// afterwards   the same with the running mean and variance, m ← 0.9 m + 0.1 mean
/// </code>
/// Source: S. Ioffe, C. Szegedy, "Batch Normalization", ICML 2015. As in PyTorch, the running variance is the unbiased one.
/// </remarks>
internal sealed unsafe class BatchNormalization
{
    private const double Epsilon = 1e-5;
    private const double Momentum = 0.1;

    private readonly double[][] _sums = new double[Chunks.Count][];
    private readonly double[] _inverseDeviations;
    private readonly Tensor _mean;
    private readonly int _channels;
    private readonly int _stride;

    /// <param name="name">Starts the names of its parameters.</param>
    /// <param name="channels">Without padding.</param>
    public BatchNormalization(string name, int channels)
    {
        _channels = channels;
        _stride = Kernels.Padded(channels);
        Gamma = new Parameter(name + ".gamma", _stride, decays: false);
        Beta = new Parameter(name + ".beta", _stride, decays: false);
        (RunningMean, RunningVariance) = (new Tensor(_stride), new Tensor(_stride));
        (Scale, Shift, _mean, Slope, Constant) = (new(_stride), new(_stride), new(_stride), new(_stride), new(_stride));
        Gamma.Value.Span[..channels].Fill(1);
        RunningVariance.Span[..channels].Fill(1);
        _inverseDeviations = new double[_stride];
        for (int chunk = 0; chunk < Chunks.Count; chunk++) _sums[chunk] = new double[2 * _stride];
    }

    /// <summary>γ.</summary>
    public Parameter Gamma { get; }

    /// <summary>β.</summary>
    public Parameter Beta { get; }

    public Tensor RunningMean { get; }

    public Tensor RunningVariance { get; }

    /// <summary>Forward: output = scale y + shift.</summary>
    public Tensor Scale { get; }

    public Tensor Shift { get; }

    /// <summary>Backward: gradient by y = scale g + slope y + constant, g being the gradient by the output.</summary>
    public Tensor Slope { get; }

    public Tensor Constant { get; }

    /// <summary>γ / √(running variance + ε), by which the weights before it are multiplied after training.</summary>
    public double FoldedScale(int channel) => Gamma.Value.Span[channel] / Math.Sqrt(RunningVariance.Span[channel] + Epsilon);

    /// <summary>β − running mean × folded scale: the bias after training.</summary>
    public double FoldedShift(int channel) => Beta.Value.Span[channel] - RunningMean.Span[channel] * FoldedScale(channel);

    /// <summary>Starts a chunk's sums at zero.</summary>
    public void Clear(int chunk) => Array.Clear(_sums[chunk]);

    /// <summary>Adds pixels to a chunk's moments.</summary>
    public void AddMoments(Kernels kernels, int chunk, float* values, int pixels)
    {
        fixed (double* sums = _sums[chunk])
            kernels.AddMoments(values, pixels, _stride, sums, sums + _stride);
    }

    /// <summary>Adds pixels to a chunk's moments of the gradient.</summary>
    public void AddGradientMoments(Kernels kernels, int chunk, float* chosen, float* outputGradient, int pixels)
    {
        fixed (double* sums = _sums[chunk])
            kernels.AddGradientMoments(
                new ChosenPixels
                {
                    Channels = _stride,
                    Count = pixels,
                    Values = chosen,
                    OutputGradient = outputGradient,
                    Scale = Scale.Pointer,
                    Shift = Shift.Pointer,
                    Mean = _mean.Pointer,
                },
                sums,
                sums + _stride);
    }

    /// <summary>Sets scale and shift by the batch's moments, and notes those.</summary>
    /// <param name="pixels">Of the batch.</param>
    public void UseBatchStatistics(double pixels)
    {
        for (int k = 0; k < _channels; k++)
        {
            double mean = Sum(k) / pixels;
            double variance = Math.Max(0, Sum(_stride + k) / pixels - mean * mean);
            _mean.Span[k] = (float)mean;
            RunningMean.Span[k] += (float)(Momentum * (mean - RunningMean.Span[k]));
            RunningVariance.Span[k] += (float)(Momentum * (variance * pixels / (pixels - 1) - RunningVariance.Span[k]));
            _inverseDeviations[k] = 1 / Math.Sqrt(variance + Epsilon);
            double scale = Gamma.Value.Span[k] * _inverseDeviations[k];
            Scale.Span[k] = (float)scale;
            Shift.Span[k] = (float)(Beta.Value.Span[k] - mean * scale);
        }
    }

    /// <summary>Sets scale and shift by what was noted in training.</summary>
    public void UseRunningStatistics()
    {
        for (int k = 0; k < _channels; k++) (Scale.Span[k], Shift.Span[k]) = ((float)FoldedScale(k), (float)FoldedShift(k));
    }

    /// <summary>Sets the gradients of γ and β by the chunks' moments, and the coefficients of the gradient by y.</summary>
    /// <param name="pixels">Of the batch.</param>
    public void SetGradients(double pixels)
    {
        for (int k = 0; k < _channels; k++)
        {
            double beta = Sum(k), gamma = Sum(_stride + k) * _inverseDeviations[k];
            (Beta.Gradient.Span[k], Gamma.Gradient.Span[k]) = ((float)beta, (float)gamma);

            // scale (g − mean of g − ŷ · mean of g ŷ), with ŷ = (y − mean) / deviation written out.
            double slope = -Scale.Span[k] * _inverseDeviations[k] * gamma / pixels;
            Slope.Span[k] = (float)slope;
            Constant.Span[k] = (float)(-Scale.Span[k] * beta / pixels - slope * _mean.Span[k]);
        }
    }

    private double Sum(int index)
    {
        double sum = 0;
        foreach (double[] chunk in _sums) sum += chunk[index];
        return sum;
    }
}
