using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.Transforms.Onnx;

namespace MlNetLosses.Contrastive.Tests;

/// <summary>Pretraining on a column of ML.NET's images.</summary>
[TestFixture]
public sealed class ImageColumnTests
{
    private readonly MLContext mlContext = new(seed: 1);

    private sealed class Picture
    {
        [ImageType(20, 20)]
        public MLImage Image { get; set; } = null!;
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Images_of_mixed_sizes_are_brought_to_the_shape(int channels)
    {
        Picture[] pictures = [.. Enumerable.Range(0, 24).Select(i => Draw(16 + i % 5, 14 + i % 3, i))];
        IDataView data = mlContext.Data.LoadFromEnumerable(pictures);
        ContrastiveOptions options = TestImages.Options();
        options.ImageShape = new(channels, 10, 8);
        ContrastivePretrainingEstimator estimator = mlContext.Transforms.ContrastivePretraining("Embedding", "Image", options);
        using TransformerChain<OnnxTransformer> model = estimator.Fit(data, out ContrastiveSummary summary);
        IDataView embedded = model.Transform(data);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((VectorDataViewType)embedded.Schema["Embedding.Pixels"].Type).Size, Is.EqualTo(channels * 80));
            Assert.That(summary.EmbeddingLength, Is.EqualTo(16 * 5 * 4));
            Assert.That(embedded.GetColumn<float[]>("Embedding").Distinct().Count(), Is.EqualTo(24));
        }
    }

    [Test]
    public void A_saved_model_embeds_images_alike()
    {
        IDataView data = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => Draw(20, 20, i)).ToArray());
        using TransformerChain<OnnxTransformer> model = mlContext.Transforms.ContrastivePretraining("Embedding", "Image", TestImages.Options()).Fit(data);
        using MemoryStream saved = new();
        mlContext.Model.Save(model, inputSchema: null, saved);    // ML.NET saves no schema of images
        saved.Position = 0;
        ITransformer loaded = mlContext.Model.Load(saved, out _);
        using (loaded as IDisposable)
            Assert.That(loaded.Transform(data).GetColumn<float[]>("Embedding"), Is.EqualTo(model.Transform(data).GetColumn<float[]>("Embedding")));
    }

    [TestCase(2)]
    [TestCase(0)]
    public void A_shape_that_images_cannot_have(int channels)
    {
        IDataView data = mlContext.Data.LoadFromEnumerable(new[] { Draw(20, 20, 1), Draw(20, 20, 2) });
        ContrastiveOptions options = TestImages.Options();
        options.ImageShape = channels == 0 ? null : new(channels, 10, 10);
        Assert.That(() => mlContext.Transforms.ContrastivePretraining("Embedding", "Image", options).Fit(data),
            Throws.ArgumentException.With.Message.Contains("ImageShape must have 1 or 3 channels where column 'Image' holds images"));
    }

    private static Picture Draw(int width, int height, int seed)
    {
        byte[] pixels = new byte[width * height * 4];
        new Random(seed).NextBytes(pixels);
        return new() { Image = MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, pixels) };
    }
}
