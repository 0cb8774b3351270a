using System.Runtime.CompilerServices;

namespace MlNetLosses.Contrastive.Network.Simd;

/// <summary>The passes of batch normalisation, fused with what follows it. Each goes row by row, in a row channels by channels.</summary>
internal sealed unsafe partial class Kernels<TSimd, TVector>
{
    /// <summary>Pixels that are summed in single precision before they join a double sum.</summary>
    private const int Run = 256;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddMoments(float* values, int pixels, int channels, double* sums, double* squares)
    {
        float* lanes = stackalloc float[2 * Lanes];
        for (int start = 0; start < pixels; start += Run)
        {
            int end = Math.Min(start + Run, pixels);
            for (int k = 0; k < channels; k += TSimd.Width)
            {
                TVector sum = default, square = default;
                float* y = values + (nint)start * channels + k;
                for (int pixel = start; pixel < end; pixel++, y += channels)
                {
                    TVector value = TSimd.Load(y);
                    sum = TSimd.Add(sum, value);
                    square = TSimd.MultiplyAdd(value, value, square);
                }

                Store(lanes, sum, square);
                AddLanes(lanes, sums + k, squares + k);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Normalize(in NormalizedImage image)
    {
        int channels = image.Channels;
        for (int row = 0; row < image.Height; row++)
        {
            for (int k = 0; k < channels; k += TSimd.Width)
            {
                TVector scale = TSimd.Load(image.Scale + k), shift = TSimd.Load(image.Shift + k);
                float* y = image.Values + (nint)row * image.Width * channels + k;
                float* output = image.Output + (nint)row * image.OutputRow + k;
                for (int column = 0; column < image.Width; column++, y += channels, output += channels)
                    TSimd.Store(output, TSimd.Max(default, TSimd.MultiplyAdd(TSimd.Load(y), scale, shift)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void NormalizeAndPool(in NormalizedImage image)
    {
        int channels = image.Channels;
        nint below = (nint)image.Width * channels;
        for (int row = 0; row < image.Height / 2; row++)
        {
            for (int k = 0; k < channels; k += TSimd.Width)
            {
                TVector scale = TSimd.Load(image.Scale + k), shift = TSimd.Load(image.Shift + k);
                float* y = image.Values + 2 * row * below + k;
                float* output = image.Output + (nint)row * image.OutputRow + k;
                float* chosen = image.Chosen + (nint)row * (image.Width / 2) * channels + k;
                for (int column = 0; column < image.Width / 2; column++, y += 2 * channels, output += channels, chosen += channels)
                {
                    Window window = new(y, channels, below, scale, shift);
                    TVector largest = window.Largest;
                    TSimd.Store(output, TSimd.Max(default, largest));
                    TSimd.Store(chosen, window.ValueOf(largest, y, channels, below));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddGradientMoments(in ChosenPixels pixels, double* sums, double* products)
    {
        float* lanes = stackalloc float[2 * Lanes];
        int channels = pixels.Channels;
        for (int start = 0; start < pixels.Count; start += Run)
        {
            int end = Math.Min(start + Run, pixels.Count);
            for (int k = 0; k < channels; k += TSimd.Width)
            {
                TVector scale = TSimd.Load(pixels.Scale + k), shift = TSimd.Load(pixels.Shift + k), mean = TSimd.Load(pixels.Mean + k);
                TVector sum = default, product = default;
                nint offset = (nint)start * channels + k;
                float* y = pixels.Values + offset, g = pixels.OutputGradient + offset;
                for (int pixel = start; pixel < end; pixel++, y += channels, g += channels)
                {
                    TVector value = TSimd.Load(y);
                    TVector gradient = TSimd.WherePositive(TSimd.MultiplyAdd(value, scale, shift), TSimd.Load(g));
                    sum = TSimd.Add(sum, gradient);
                    product = TSimd.MultiplyAdd(gradient, TSimd.Subtract(value, mean), product);
                }

                Store(lanes, sum, product);
                AddLanes(lanes, sums + k, products + k);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Denormalize(in NormalizedImage image)
    {
        int channels = image.Channels;
        for (int row = 0; row < image.Height; row++)
        {
            for (int k = 0; k < channels; k += TSimd.Width)
            {
                TVector scale = TSimd.Load(image.Scale + k), shift = TSimd.Load(image.Shift + k);
                TVector slope = TSimd.Load(image.Slope + k), constant = TSimd.Load(image.Constant + k);
                nint offset = (nint)row * image.Width * channels + k;
                float* y = image.Values + offset, g = image.OutputGradient + offset;
                float* target = image.Gradient + (nint)row * image.GradientRow + k;
                for (int column = 0; column < image.Width; column++, y += channels, g += channels, target += channels)
                {
                    TVector value = TSimd.Load(y);
                    TVector gradient = TSimd.WherePositive(TSimd.MultiplyAdd(value, scale, shift), TSimd.Load(g));
                    TSimd.Store(target, TSimd.MultiplyAdd(scale, gradient, TSimd.MultiplyAdd(slope, value, constant)));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DenormalizePooled(in NormalizedImage image)
    {
        int channels = image.Channels;
        nint below = (nint)image.Width * channels;
        for (int row = 0; row < image.Height / 2; row++)
        {
            for (int k = 0; k < channels; k += TSimd.Width)
            {
                TVector scale = TSimd.Load(image.Scale + k), shift = TSimd.Load(image.Shift + k);
                TVector slope = TSimd.Load(image.Slope + k), constant = TSimd.Load(image.Constant + k);
                float* y = image.Values + 2 * row * below + k;
                float* g = image.OutputGradient + (nint)row * (image.Width / 2) * channels + k;
                float* target = image.Gradient + 2 * (nint)row * image.GradientRow + k;
                for (int column = 0; column < image.Width / 2; column++, y += 2 * channels, g += channels, target += 2 * channels)
                {
                    Window window = new(y, channels, below, scale, shift);
                    TVector largest = window.Largest;
                    TVector rest = TSimd.Multiply(scale, TSimd.WherePositive(largest, TSimd.Load(g)));
                    Spread(ref rest, window.TopLeft, largest, y, slope, constant, target);
                    Spread(ref rest, window.TopRight, largest, y + channels, slope, constant, target + channels);
                    Spread(ref rest, window.BottomLeft, largest, y + below, slope, constant, target + image.GradientRow);
                    Spread(ref rest, window.BottomRight, largest, y + below + channels, slope, constant, target + image.GradientRow + channels);
                }
            }
        }

        int seen = image.Width / 2 * 2;
        if (seen < image.Width)
            for (int row = 0; row < image.Height; row++)
                DenormalizeUnseen(image, row, seen, image.Width);
        if (image.Height % 2 != 0) DenormalizeUnseen(image, image.Height - 1, 0, image.Width);
    }

    /// <summary>Adds two vectors of single-precision sums to the double ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLanes(float* lanes, double* first, double* second)
    {
        for (int lane = 0; lane < TSimd.Width; lane++)
        {
            first[lane] += lanes[lane];
            second[lane] += lanes[TSimd.Width + lane];
        }
    }

    /// <summary>Gives a pixel what is left of its window's gradient if it is the largest, which leaves nothing for the following ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(ref TVector rest, TVector pixel, TVector largest, float* y, TVector slope, TVector constant, float* target)
    {
        TVector share = TSimd.WhereEqual(pixel, largest, rest, default);
        rest = TSimd.WhereEqual(pixel, largest, default, rest);
        TSimd.Store(target, TSimd.Add(share, TSimd.MultiplyAdd(slope, TSimd.Load(y), constant)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DenormalizeUnseen(in NormalizedImage image, int row, int from, int to)
    {
        int channels = image.Channels;
        for (int column = from; column < to; column++)
        {
            float* y = image.Values + ((nint)row * image.Width + column) * channels;
            float* target = image.Gradient + (nint)row * image.GradientRow + (nint)column * channels;
            for (int k = 0; k < channels; k += TSimd.Width)
                TSimd.Store(target + k, TSimd.MultiplyAdd(TSimd.Load(image.Slope + k), TSimd.Load(y + k), TSimd.Load(image.Constant + k)));
        }
    }

    /// <summary>scale y + shift of 2 × 2 pixels, the same bits in each pass, so that the largest is found again by comparing.</summary>
    private readonly ref struct Window
    {
        public readonly TVector TopLeft;
        public readonly TVector TopRight;
        public readonly TVector BottomLeft;
        public readonly TVector BottomRight;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Window(float* y, nint right, nint below, TVector scale, TVector shift)
        {
            TopLeft = TSimd.MultiplyAdd(TSimd.Load(y), scale, shift);
            TopRight = TSimd.MultiplyAdd(TSimd.Load(y + right), scale, shift);
            BottomLeft = TSimd.MultiplyAdd(TSimd.Load(y + below), scale, shift);
            BottomRight = TSimd.MultiplyAdd(TSimd.Load(y + below + right), scale, shift);
        }

        public TVector Largest
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TSimd.Max(TSimd.Max(TopLeft, TopRight), TSimd.Max(BottomLeft, BottomRight));
        }

        /// <summary>y of the first pixel that is the largest.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector ValueOf(TVector largest, float* y, nint right, nint below)
        {
            TVector value = TSimd.WhereEqual(BottomLeft, largest, TSimd.Load(y + below), TSimd.Load(y + below + right));
            value = TSimd.WhereEqual(TopRight, largest, TSimd.Load(y + right), value);
            return TSimd.WhereEqual(TopLeft, largest, TSimd.Load(y), value);
        }
    }
}
