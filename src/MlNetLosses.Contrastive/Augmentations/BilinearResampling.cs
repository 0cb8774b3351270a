using System.Numerics;
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
    /// <param name="map">From the result's places to those in the image; any numbers, even NaN, are safe.</param>
    public static void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, AffineMap map)
    {
        image = image[..shape.Length];
        int width = shape.Width, plane = shape.Height * width, room = width + Vector<float>.Count;
        Span<int> corners = stackalloc int[room];
        Span<float> rights = stackalloc float[room], belows = stackalloc float[room], insides = stackalloc float[room];
        for (int i = 0; i < shape.Height; i++)
        {
            Locate(i, shape, map, corners, rights, belows, insides);
            for (int c = 0; c < shape.Channels; c++)
            {
                // Without bounds checks: Locate clamps the corners to 0 … (height − 1) width − 2, so that all four neighbours lie in the plane.
                ref float source = ref Unsafe.Add(ref MemoryMarshal.GetReference(image), c * plane);
                Span<float> row = result.Slice(c * plane + i * width, width);
                for (int j = 0; j < row.Length; j++)
                {
                    ref float upper = ref Unsafe.Add(ref source, corners[j]);
                    ref float lower = ref Unsafe.Add(ref upper, width);
                    float above = upper + rights[j] * (Unsafe.Add(ref upper, 1) - upper);
                    float under = lower + rights[j] * (Unsafe.Add(ref lower, 1) - lower);
                    row[j] = insides[j] * (above + belows[j] * (under - above));
                }
            }
        }
    }

    /// <summary>Where the pixels of a row of the result come from.</summary>
    /// <param name="i">The row.</param>
    /// <param name="shape">The shape of the image and the result.</param>
    /// <param name="map">From the result's places to those in the image.</param>
    /// <param name="corners">The slot, in its plane, of the upper left one of the four pixels around the place.</param>
    /// <param name="rights">How far right of it the place is, 0 to 1.</param>
    /// <param name="belows">How far below it the place is, 0 to 1.</param>
    /// <param name="insides">1 if the place is in the image, otherwise 0.</param>
    private static void Locate(int i, ImageShape shape, AffineMap map, Span<int> corners, Span<float> rights, Span<float> belows, Span<float> insides)
    {
        float centreX = (shape.Width - 1) / 2f, centreY = (shape.Height - 1) / 2f;
        Vector<float> rowX = new((float)(map.XByY * (i - centreY) + map.XShift)), rowY = new((float)(map.YByY * (i - centreY) + map.YShift));
        for (int j = 0; j < shape.Width; j += Vector<float>.Count)
        {
            Vector<float> column = Vector.CreateSequence(j - centreX, 1f);
            Vector<float> x = (float)map.XByX * column + rowX, y = (float)map.YByX * column + rowY;
            Vector<int> isInside = Vector.LessThanOrEqual(Vector.Abs(x), new Vector<float>(0.5f * shape.Width))
                & Vector.LessThanOrEqual(Vector.Abs(y), new Vector<float>(0.5f * shape.Height));
            Vector<int> left = Split(x + new Vector<float>(centreX), shape.Width, out Vector<float> right);
            Vector<int> top = Split(y + new Vector<float>(centreY), shape.Height, out Vector<float> below);
            (top * shape.Width + left).CopyTo(corners[j..]);
            right.CopyTo(rights[j..]);
            below.CopyTo(belows[j..]);
            Vector.ConditionalSelect(isInside, Vector<float>.One, Vector<float>.Zero).CopyTo(insides[j..]);
        }
    }

    /// <summary>The last pixel at or before a place that has a next one, and how far from it towards the next the place is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Split(Vector<float> place, int count, out Vector<float> fraction)
    {
        Vector<float> last = new(count - 1), zero = Vector<float>.Zero;
        Vector<float> inside = Vector.ConditionalSelect(Vector.GreaterThan(place, zero), place, zero);      // NaN becomes 0
        inside = Vector.ConditionalSelect(Vector.LessThan(inside, last), inside, last);
        Vector<int> index = Vector.Min(Vector.ConvertToInt32Native(inside), new Vector<int>(count - 2));
        fraction = inside - Vector.ConvertToSingle(index);
        return index;
    }
}
