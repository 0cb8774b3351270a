namespace MlNetLosses.Contrastive.Network.Simd;

/// <summary>An image on its way through batch normalisation, ReLU and, where the block pools, the 2 × 2 maximum; or its gradient on its way back.</summary>
/// <remarks>All maps lie pixel by pixel, the channels of a pixel side by side; the coefficients are one number per channel.</remarks>
internal unsafe struct NormalizedImage
{
    /// <summary>A multiple of <see cref="Kernels.Lanes"/>.</summary>
    public int Channels;

    /// <summary>Of y.</summary>
    public int Height;

    /// <summary>Of y.</summary>
    public int Width;

    /// <summary>y, dense.</summary>
    public float* Values;

    public float* Scale;

    public float* Shift;

    /// <summary>Forward: the block's output.</summary>
    public float* Output;

    /// <summary>Numbers from one row of the output to the next.</summary>
    public int OutputRow;

    /// <summary>Forward, where the block pools: y of the pixels that gave the output, dense.</summary>
    public float* Chosen;

    /// <summary>Backward: the gradient by the output, dense.</summary>
    public float* OutputGradient;

    public float* Slope;

    public float* Constant;

    /// <summary>Backward: the gradient by y.</summary>
    public float* Gradient;

    /// <summary>Numbers from one row of the gradient by y to the next.</summary>
    public int GradientRow;
}
