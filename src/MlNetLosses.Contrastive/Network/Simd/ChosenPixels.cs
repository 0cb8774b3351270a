namespace MlNetLosses.Contrastive.Network.Simd;

/// <summary>The pixels that gave a block's output: all that the sums of its backward pass need, a quarter of y where the block pools.</summary>
/// <remarks>Values and gradient are dense, pixel by pixel; the coefficients are one number per channel.</remarks>
internal unsafe struct ChosenPixels
{
    /// <summary>A multiple of <see cref="Kernels.Lanes"/>.</summary>
    public int Channels;

    /// <summary>How many pixels.</summary>
    public int Count;

    /// <summary>y.</summary>
    public float* Values;

    /// <summary>The gradient by the output.</summary>
    public float* OutputGradient;

    public float* Scale;

    public float* Shift;

    public float* Mean;
}
