using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Moves the pixels of an image by an affine map, with bilinear interpolation.</summary>
internal static class BilinearResampling
{
    /// <summary>Computes each pixel of the result. Up to half a pixel beyond the outermost pixels' centres their values go on; further out is 0.</summary>
    /// <param name="image">channels × height × width, planar.</param>
    /// <param name="result">As long as <paramref name="image"/>, without overlap.</param>
    /// <param name="shape">The shape of both.</param>
    /// <param name="map">From the result's places to those in the image.</param>
    public static void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, AffineMap map)
    {
        int width = shape.Width, height = shape.Height, plane = width * height;
        ArgumentOutOfRangeException.ThrowIfLessThan(image.Length, shape.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, shape.Length);
        ref float source = ref MemoryMarshal.GetReference(image), target = ref MemoryMarshal.GetReference(result);
        float centreX = (width - 1) / 2f, centreY = (height - 1) / 2f;
        float xByX = (float)map.XByX, yByX = (float)map.YByX;
        for (int i = 0; i < height; i++)
        {
            float rowX = (float)(map.XByY * (i - centreY) + map.XShift), rowY = (float)(map.YByY * (i - centreY) + map.YShift);
            for (int j = 0; j < width; j++)
            {
                float x = xByX * (j - centreX) + rowX, y = yByX * (j - centreX) + rowY;
                float inside = MathF.Abs(x) <= 0.5f * width && MathF.Abs(y) <= 0.5f * height ? 1 : 0;
                (int left, float right) = Split(x + centreX, width);
                (int top, float below) = Split(y + centreY, height);
                for (int c = 0; c < shape.Channels; c++)
                {
                    ref float upper = ref Unsafe.Add(ref source, c * plane + top * width + left);
                    ref float lower = ref Unsafe.Add(ref upper, width);
                    float a = upper + right * (Unsafe.Add(ref upper, 1) - upper);
                    float b = lower + right * (Unsafe.Add(ref lower, 1) - lower);
                    Unsafe.Add(ref target, c * plane + i * width + j) = inside * (a + below * (b - a));
                }
            }
        }
    }

    /// <summary>The last pixel at or before a place, and how far from it to its neighbour the place is; both neighbours exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Index, float Fraction) Split(float place, int count)
    {
        float inside = place > 0 ? MathF.Min(place, count - 1) : 0;     // so that NaN, too, is a place
        int index = Math.Min((int)inside, count - 2);
        return (index, inside - index);
    }
}
