using System.IO.Compression;
using Microsoft.ML.Data;

namespace MlNetLosses.Benchmarks.Peers.Contrastive;

/// <summary>An image of Fashion-MNIST, as ML.NET reads it.</summary>
internal sealed class FashionImage
{
    public const int Side = 28;
    private const int HeaderLength = 16;

    public static string TrainingFile => Path.Combine(AppContext.BaseDirectory, "Contrastive", "train-images-idx3-ubyte.gz");

    /// <summary>0 to 255, row by row.</summary>
    [VectorType(Side * Side)]
    public float[] Pixels { get; set; } = [];

    /// <summary>The images of an idx file.</summary>
    public static FashionImage[] Read(string path)
    {
        using GZipStream file = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        file.CopyTo(bytes);
        return [.. bytes.ToArray().Skip(HeaderLength).Chunk(Side * Side).Select(pixels => new FashionImage { Pixels = Array.ConvertAll(pixels, pixel => (float)pixel) })];
    }
}
