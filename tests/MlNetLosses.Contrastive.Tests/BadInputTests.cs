using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Tests;

/// <summary>Every wrong input gets an error that says what must what, what it got, and what to do.</summary>
[TestFixture]
public sealed class BadInputTests
{
    private readonly MLContext mlContext = new(seed: 1);

    [Test]
    public void A_vector_that_does_not_fit_the_shape()
    {
        TestImages.Image[] images = [.. Enumerable.Repeat(new TestImages.Image { Pixels = new float[100] }, 20)];
        AssertError<ArgumentException>(TestImages.View(mlContext, images, length: 100), "Column 'Pixels' must be a vector of 144 pixels, 1 × 12 × 12, got 100. Correct ImageShape");
    }

    [Test]
    public void A_vector_of_unknown_size()
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(TestImages.Image));
        schema[nameof(TestImages.Image.Pixels)].ColumnType = new VectorDataViewType(NumberDataViewType.Single);
        AssertError<ArgumentOutOfRangeException>(mlContext.Data.LoadFromEnumerable(TestImages.Draw(20), schema), "'Pixels'");
    }

    [Test]
    public void A_column_that_is_not_there()
    {
        IDataView data = TestImages.View(mlContext, TestImages.Draw(20));
        Assert.That(() => mlContext.Transforms.ContrastivePretraining("Embedding", "Picture", TestImages.Options()).Fit(data),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'Picture'"));
        AssertError<ArgumentOutOfRangeException>(data, "'Species'", options => options.LabelColumnName = "Species");
        AssertError<ArgumentOutOfRangeException>(data, "'Pixels'", options => options.MonitorLabelColumnName = "Pixels");
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Too_few_rows(int count) =>
        AssertError<ArgumentException>(TestImages.View(mlContext, TestImages.Draw(count)), $"needs at least 2 rows, because an example learns by its difference from others; got {count}");

    [Test]
    public void Fewer_rows_than_a_batch_make_one_smaller_batch([Values(2, 5, 15)] int count)
    {
        List<string> log = [];
        mlContext.Log += (_, line) => log.Add(line.Message);
        IDataView data = TestImages.View(mlContext, TestImages.Draw(count));
        mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", TestImages.Options()).Fit(data, out ContrastiveSummary summary).Dispose();
        Assert.That(summary.BatchSize, Is.EqualTo(count));
        Assert.That(log, Has.Some.Contains($"The batch is {count} examples instead of 16"));
    }

    [TestCase(float.NaN, "NaN", "ReplaceMissingValues")]
    [TestCase(float.NegativeInfinity, "-Infinity", "ReplaceMissingValues")]
    [TestCase(256f, "256", "Pixels must lie in [0, 255]. Scale them, or set MaximumPixel.")]
    [TestCase(-1f, "-1", "Pixels must lie in [0, 255]")]
    public void A_wrong_pixel(float pixel, string text, string remedy)
    {
        TestImages.Image[] images = TestImages.Draw(20);
        images[7].Pixels[31] = pixel;
        AssertError<ArgumentException>(TestImages.View(mlContext, images), $"Row 7 of column 'Pixels' has {text} at slot 31. ");
        AssertError<ArgumentException>(TestImages.View(mlContext, images), remedy);
    }

    [Test]
    public void More_negatives_than_a_batch_has() =>
        AssertError<ArgumentException>(
            TestImages.View(mlContext, TestImages.Draw(40)), "NegativesPerAnchor must be at most 2 · batch − 2 = 30, the negatives that an anchor has, got 31",
            options => options.Loss = new NtXent(0.2, negativesPerAnchor: 31));

    [TestCase(0)]
    [TestCase(-0.1)]
    [TestCase(double.NaN)]
    public void A_temperature_that_is_not_positive(double temperature) =>
        Assert.That(() => new NtXent(temperature), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("temperature must lie between 1E-06 and 1000000, got "));

    private static IEnumerable<TestCaseData> WrongOptions()
    {
        yield return Wrong("BatchSize must be at least 2", options => options.BatchSize = 1);
        yield return Wrong("Epochs must be at least 1", options => options.Epochs = 0);
        yield return Wrong("LearningRate must be positive and finite, got NaN", options => options.LearningRate = double.NaN);
        yield return Wrong("WeightDecay must be zero or positive", options => options.WeightDecay = -1);
        yield return Wrong("WarmUpSteps must be zero or positive", options => options.WarmUpSteps = -1);
        yield return Wrong("MaximumGradientNorm must be positive", options => options.MaximumGradientNorm = 0);
        yield return Wrong("Channels must name at least one layer", options => options.Channels = []);
        yield return Wrong("Channels must be at least 1, got 0 at index 1", options => options.Channels = [8, 0]);
        yield return Wrong("HiddenUnits must be at least 1", options => options.HiddenUnits = [-3]);
        yield return Wrong("MaximumPixel must be positive", options => options.MaximumPixel = 0);
        yield return Wrong("LossWeight and EntropyWeight must not both be 0", options => options.LossWeight = 0);
        yield return Wrong("EntropyCategories must be at least 2", options => options.EntropyCategories = 1);
        yield return Wrong("NumberOfThreads must be at least 1", options => options.NumberOfThreads = 0);
        yield return Wrong("ImageShape must have channels", options => options.ImageShape = default(ImageShape));
        yield return Wrong("LabelColumnName must be set", options => options.Loss = new SupervisedContrastive());
        yield return Wrong("LabelColumnName must be null where Loss is NtXent", options => (options.Loss, options.LabelColumnName) = (new NtXent(), "Kind"));
        yield return Wrong("CheckpointPath must be set where Resume is true", options => options.Resume = true);
        yield return Wrong("LabelColumnName must be the name of a column", options => options.LabelColumnName = "");
        yield return Wrong("Embedding must be Features or Output", options => (options.Embedding, options.Channels) = (EmbeddingLayer.FeaturesAndMiddleBlock, [8]));
        yield return Wrong("Embedding must be Features or Output", options => (options.Embedding, options.ImageShape) = (EmbeddingLayer.FeaturesAndMiddleBlock, null));
        yield return Wrong("channels", options => options.ImageAugmentations = [new ColorJitter()]);

        static TestCaseData Wrong(string message, Action<ContrastiveOptions> change) => new TestCaseData(message, change).SetArgDisplayNames(message);
    }

    [TestCaseSource(nameof(WrongOptions))]
    public void A_wrong_option_is_told_before_any_data(string message, Action<ContrastiveOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        ContrastiveOptions options = TestImages.Options();
        change(options);
        Assert.That(() => mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", options), Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));
    }

    [TestCase("", "Pixels")]
    [TestCase("Embedding", "")]
    public void A_wrong_column_name(string output, string input) =>
        Assert.That(() => mlContext.Transforms.ContrastivePretraining(output, input, TestImages.Options()), Throws.ArgumentException);

    [TestCase(7, 8)]
    [TestCase(8, 257)]
    public void An_image_shape_out_of_range(int height, int width) =>
        Assert.That(() => new ImageShape(1, height, width), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void A_learning_rate_that_makes_the_loss_diverge() =>
        AssertError<InvalidOperationException>(TestImages.View(mlContext, TestImages.Draw(96)), "Lower LearningRate", options =>
        {
            (options.LearningRate, options.WarmUpSteps, options.Epochs) = (1e30, 0, 20);
        });

    [Test]
    public void Cancelled_before_it_starts()
    {
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();
        AssertError<OperationCanceledException>(TestImages.View(mlContext, TestImages.Draw(40)), "cancel", options => options.CancellationToken = cancellation.Token);
        MLContext cancelled = new(seed: 1);
        CancelExecution(cancelled);
        Assert.That(() => cancelled.Transforms.ContrastivePretraining("Embedding", "Pixels", TestImages.Options()).Fit(TestImages.View(cancelled, TestImages.Draw(40))),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private void AssertError<T>(IDataView data, string message, Action<ContrastiveOptions>? change = null)
        where T : Exception
    {
        ContrastiveOptions options = TestImages.Options();
        change?.Invoke(options);
        Assert.That(() => mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", options).Fit(data), Throws.InstanceOf<T>().With.Message.Contains(message));
    }

    /// <summary>What AutoML's time limit does.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "CancelExecution")]
    private static extern void CancelExecution(MLContext mlContext);
}
