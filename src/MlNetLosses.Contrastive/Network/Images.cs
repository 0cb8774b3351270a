namespace MlNetLosses.Contrastive.Network;

/// <summary>Maps of a batch: image by image, pixel by pixel, the channels of a pixel side by side, with a border of zeros or without.</summary>
/// <param name="capacity">Images.</param>
/// <param name="height">Without the border.</param>
/// <param name="width">Without the border.</param>
/// <param name="channels">Numbers per pixel, padding included.</param>
/// <param name="border">Pixels of zeros on each side: 1 where a 3 × 3 convolution reads them, else 0.</param>
internal sealed unsafe class Images(int capacity, int height, int width, int channels, int border)
{
    public int Capacity { get; } = capacity;

    public int Height { get; } = height;

    public int Width { get; } = width;

    public int Channels { get; } = channels;

    public int Border { get; } = border;

    /// <summary>Numbers from one row to the next.</summary>
    public int RowLength { get; } = (width + 2 * border) * channels;

    /// <summary>Numbers from one image to the next.</summary>
    public int ImageLength { get; } = (height + 2 * border) * (width + 2 * border) * channels;

    public Tensor Values { get; } = new(checked(capacity * (height + 2 * border) * (width + 2 * border) * channels));

    /// <summary>The first number of an image, which is in the border where there is one.</summary>
    public float* Corner(int image) => Values.Pointer + (nint)image * ImageLength;

    /// <summary>The first pixel of an image inside the border.</summary>
    public float* Interior(int image) => Corner(image) + Border * (RowLength + Channels);
}
