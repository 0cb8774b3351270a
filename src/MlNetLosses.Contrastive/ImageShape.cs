using System.Globalization;

namespace MlNetLosses.Contrastive;

/// <summary>The shape of an image as a vector: channel after channel, each row by row (planar, as ML.NET extracts pixels).</summary>
public readonly record struct ImageShape
{
    /// <summary>The smallest height and width: four blocks, three of them halving, leave one value of 8.</summary>
    public const int MinimumSide = 8;

    /// <summary>The largest height and width.</summary>
    public const int MaximumSide = 256;

    /// <summary>Pixel (c, y, x) is slot (c · height + y) · width + x.</summary>
    /// <param name="channels">1 for grey, 3 for colour; at least 1.</param>
    /// <param name="height">Rows, 8 to 256.</param>
    /// <param name="width">Columns, 8 to 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ImageShape(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, MinimumSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaximumSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, MinimumSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaximumSide);
        (Channels, Height, Width) = (channels, height, width);
    }

    /// <summary>Colours: 1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Values of an image: channels × height × width.</summary>
    public int Length => Channels * Height * Width;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Channels} × {Height} × {Width}");
}
