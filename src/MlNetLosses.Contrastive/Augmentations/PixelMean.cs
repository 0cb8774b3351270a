using System.Numerics;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>The mean of pixels, the same to the bit wherever in memory they lie.</summary>
/// <remarks>A library's sum may start with the first aligned element, which gives other roundings, and so another model, at each run.</remarks>
internal static class PixelMean
{
    public static float Of(ReadOnlySpan<float> pixels)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= pixels.Length - Vector<float>.Count; i += Vector<float>.Count) sums += new Vector<float>(pixels[i..]);
        float sum = Vector.Sum(sums);
        for (; i < pixels.Length; i++) sum += pixels[i];
        return sum / pixels.Length;
    }
}
