using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;
using MlNetLosses.Contrastive.Interop;
using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Training;

namespace MlNetLosses.Contrastive.Tests.Training;

[TestFixture]
public sealed class TrainingTests
{
    private readonly MLContext mlContext = new(seed: 1);

    [Test]
    public void A_step_allocates_nothing([Values(1, 2)] int threads, [Values(0, 1)] double entropyWeight)
    {
        ContrastiveOptions options = TestImages.Options();
        (options.BatchSize, options.Epochs, options.NumberOfThreads, options.EntropyWeight, options.MaximumGradientNorm) = (4, 3, threads, entropyWeight, 10);
        List<long> least = [];
        long last = 0;
        options.Progress = new Told(progress =>
        {
            long now = GC.GetTotalAllocatedBytes(precise: true);
            if (progress is { Epoch: 3, EpochShare: > 0.15 and < 0.95 }) least.Add(now - last);
            last = now;
        });
        mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", options).Fit(TestImages.View(mlContext, TestImages.Draw(400))).Dispose();

        // Ten steps lie between two reports, each of which allocates its own object; others in this process may allocate too.
        Assert.That(least, Has.Count.GreaterThanOrEqualTo(7));
        Assert.That(least.Min(), Is.LessThan(10 * 100));
    }

    [TestCase(EmbeddingLayer.Features)]
    [TestCase(EmbeddingLayer.FeaturesAndMiddleBlock)]
    [TestCase(EmbeddingLayer.Output)]
    public void The_onnx_model_computes_what_the_encoder_does(EmbeddingLayer layer)
    {
        ContrastiveOptions options = TestImages.Options();
        (options.Embedding, options.Epochs, options.Channels) = (layer, 4, [6, 10, 20, 12]);
        TestImages.Image[] images = TestImages.Draw(64);
        AssertSame(options, [.. images.Select(image => (float[])image.Pixels.Clone())], TestImages.View(mlContext, images), "Pixels");
    }

    [TestCase(EmbeddingLayer.Features)]
    [TestCase(EmbeddingLayer.Output)]
    public void So_it_does_for_tables(EmbeddingLayer layer)
    {
        ContrastiveOptions options = new() { Embedding = layer, HiddenUnits = [24, 20], OutputLength = 12, BatchSize = 16, Epochs = 4 };
        TestImages.Image[] rows = TestImages.Draw(64);
        AssertSame(options, [.. rows.Select(row => (float[])row.Pixels.Clone())], TestImages.View(mlContext, rows), "Pixels");
    }

    private void AssertSame(ContrastiveOptions options, float[][] rows, IDataView data, string column)
    {
        using Chunks chunks = new(2);
        using IChannel channel = ((IHostEnvironment)mlContext).Register("test").Start("training");
        Pretraining pretraining = new(options.CheckedCopy(), 5, new(rows, null, null), chunks, channel);
        pretraining.Run(() => { });
        using OnnxTransformer transformer = EncoderTransformer.Create(mlContext, pretraining.ToOnnx(column, "Embedding"));
        float[][] embedded = [.. transformer.Transform(data).GetColumn<float[]>("Embedding")];
        float[][] own = Embed(pretraining.Task);
        Assert.That(own.SelectMany(row => row).Max(Math.Abs), Is.GreaterThan(0.1));
        for (int i = 0; i < own.Length; i++) Assert.That(embedded[i], Is.EqualTo(own[i]).Within(1e-5));
    }

    private static float[][] Embed(PretrainingTask task)
    {
        IEncoder encoder = task.Encoder;
        return [.. task.Rows.Select(row =>
        {
            encoder.SetInput(0, row);
            encoder.Forward(1, training: false);
            float[] embedding = new float[task.EmbeddingLength];
            task.CopyEmbedding(0, embedding);
            return embedding;
        })];
    }
}
