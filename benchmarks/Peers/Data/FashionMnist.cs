using System.IO.Compression;
using MlNetLosses.Benchmarks.Peers.Contrastive;
using MlNetLosses.Data;

namespace MlNetLosses.Benchmarks.Peers.Data;

/// <summary>The 60,000 training images of Fashion-MNIST, as Debian packages them, pixels divided by 255, dense.</summary>
internal static class FashionMnist
{
    public const int ClassCount = 10;
    private const string Images = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz";
    private const string Labels = "/usr/share/datasets/fashion-mnist/train-labels-idx1-ubyte.gz";
    private const int HeaderLength = 8;
    private static readonly int[] WornAbove = [0, 2, 4, 6];     // T-shirt, pullover, coat, shirt

    /// <summary>The label is the class, from 0.</summary>
    public static DataSet Classes(int rows) => Create("Fashion-MNIST", rows, label => label);

    /// <summary>The label is +1 for T-shirts, pullovers, coats and shirts, otherwise −1.</summary>
    public static DataSet Tops(int rows) => Create("Fashion-MNIST, tops", rows, label => WornAbove.Contains(label) ? 1 : -1);

    private static DataSet Create(string name, int rows, Func<int, double> label)
    {
        if (!File.Exists(Images)) throw new FileNotFoundException($"{Images} must be there. Debian has it: apt-get install --no-install-recommends dataset-fashion-mnist.", Images);
        FashionImage[] images = FashionImage.Read(Images);
        using GZipStream file = new(File.OpenRead(Labels), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        file.CopyTo(bytes);
        int[] labels = [.. bytes.ToArray().Skip(HeaderLength).Take(rows).Select(value => (int)value)];
        float[] values = [.. images.Take(labels.Length).SelectMany(image => image.Pixels, (_, pixel) => pixel / 255)];
        return new(name, FeatureMatrix.Dense(values, labels.Length, FashionImage.Side * FashionImage.Side), [.. labels.Select(label)]);
    }
}
