using System.Runtime.Intrinsics;

namespace MlNetLosses.Contrastive.Network.Simd;

/// <summary>The inner loops of training, for vectors of one width.</summary>
/// <remarks>A width is chosen once per network, at run time: what the processor offers decides, not the machine the package was built on.</remarks>
internal abstract unsafe class Kernels
{
    /// <summary>Channels and outputs are padded to a multiple of this, so that every width is a whole number of vectors.</summary>
    public const int Lanes = 16;

    /// <summary>All widths that this processor accelerates, the widest first; the last is the scalar one.</summary>
    public static IReadOnlyList<Kernels> Accelerated { get; } = [.. Detect()];

    /// <summary>What networks use.</summary>
    public static Kernels Widest => Accelerated[0];

    /// <summary>Numbers in a vector.</summary>
    public abstract int Width { get; }

    /// <summary>A count rounded up to whole <see cref="Lanes"/>.</summary>
    public static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;

    public abstract void Multiply(in GatheredProduct product);

    /// <summary>Adds Σ y and Σ y² of each channel, over pixels of values that lie channel by channel.</summary>
    public abstract void AddMoments(float* values, int pixels, int channels, double* sums, double* squares);

    /// <summary>output ← max(0, scale y + shift), pixel by pixel.</summary>
    public abstract void Normalize(in NormalizedImage image);

    /// <summary>output ← max(0, scale y + shift) at the largest of each 2 × 2 pixels, whose y it notes.</summary>
    public abstract void NormalizeAndPool(in NormalizedImage image);

    /// <summary>Adds Σ g and Σ g (y − mean) of each channel, g being the output's gradient where the output is positive, else 0.</summary>
    public abstract void AddGradientMoments(in ChosenPixels pixels, double* sums, double* products);

    /// <summary>gradient ← scale g + slope y + constant.</summary>
    public abstract void Denormalize(in NormalizedImage image);

    /// <summary>As <see cref="Denormalize"/>: of each 2 × 2 pixels the first largest has g, and the others, as those that no output sees, have 0.</summary>
    public abstract void DenormalizePooled(in NormalizedImage image);

    /// <summary>gradient ← output &gt; 0 ? gradient : 0, for a multiple of <see cref="Lanes"/> numbers.</summary>
    public abstract void Rectify(float* output, float* gradient, int length);

    /// <summary>Moves a multiple of <see cref="Lanes"/> parameters by a step of Adam, and its two moments before them.</summary>
    public abstract void Adam(float* value, float* gradient, float* first, float* second, int length, in AdamStep step);

    private static IEnumerable<Kernels> Detect()
    {
        if (Vector512.IsHardwareAccelerated) yield return new Kernels<Simd512, Vector512<float>>();
        if (Vector256.IsHardwareAccelerated) yield return new Kernels<Simd256, Vector256<float>>();
        if (Vector128.IsHardwareAccelerated) yield return new Kernels<Simd128, Vector128<float>>();
        yield return new Kernels<SimdScalar, float>();
    }
}
