using System.Buffers.Binary;
using System.IO.Compression;
using MlNetLosses.Contrastive;

namespace MlNetLosses.Samples.ContrastiveImages;

/// <summary>Fashion-MNIST, read from its own file format (idx): a header of big-endian integers, then a byte for each pixel or label.</summary>
internal static class FashionMnist
{
    private const int CountOffset = 4, ImageHeader = 16, LabelHeader = 8;

    public static readonly ImageShape Shape = new(channels: 1, height: 28, width: 28);

    public static readonly string[] Classes = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>One of the four files, to look for.</summary>
    public const string FirstFile = "train-images-idx3-ubyte.gz";

    /// <summary>The 10,000 + 4,000 images that come with the samples.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "fashion-mnist");

    /// <param name="directory">Where the four files are.</param>
    /// <param name="set"><c>train</c> or <c>t10k</c>, as the files call them.</param>
    /// <param name="most">The first so many images; fewer if there are no more.</param>
    public static FashionImage[] Read(string directory, string set, int most)
    {
        byte[] pixels = Decompress(Path.Combine(directory, $"{set}-images-idx3-ubyte.gz"));
        byte[] labels = Decompress(Path.Combine(directory, $"{set}-labels-idx1-ubyte.gz"));
        int count = Math.Min(BinaryPrimitives.ReadInt32BigEndian(pixels.AsSpan(CountOffset)), most);
        return [.. Enumerable.Range(0, count).Select(i => new FashionImage
        {
            Pixels = Array.ConvertAll(pixels[(ImageHeader + i * Shape.Length)..(ImageHeader + (i + 1) * Shape.Length)], pixel => (float)pixel),
            Label = Classes[labels[LabelHeader + i]],
        })];
    }

    private static byte[] Decompress(string path)
    {
        using GZipStream input = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream output = new();
        input.CopyTo(output);
        return output.ToArray();
    }
}
