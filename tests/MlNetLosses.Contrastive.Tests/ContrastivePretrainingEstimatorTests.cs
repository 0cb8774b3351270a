using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Tests;

[TestFixture]
public sealed class ContrastivePretrainingEstimatorTests
{
    private static readonly TestImages.Image[] Images = TestImages.Draw(96);

    private readonly MLContext mlContext = new(seed: 1);

    [Test]
    public void The_embedding_is_what_the_schema_promised()
    {
        IDataView data = TestImages.View(mlContext, Images);
        ContrastivePretrainingEstimator estimator = mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", TestImages.Options());
        using TransformerChain<OnnxTransformer> model = estimator.Fit(data, out ContrastiveSummary summary);
        IDataView embedded = model.Transform(data);
        float[][] embeddings = [.. embedded.GetColumn<float[]>("Embedding")];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(embedded.Schema["Embedding"].Type.ToString(), Is.EqualTo($"Vector<Single, 1, {summary.EmbeddingLength}>"));
            Assert.That(embeddings, Has.Length.EqualTo(Images.Length));
            Assert.That(embeddings, Has.All.Matches<float[]>(row => row.Length == summary.EmbeddingLength && row.All(float.IsFinite)));
            Assert.That(summary.EmbeddingLength, Is.EqualTo(16 * (TestImages.Side / 2) * (TestImages.Side / 2)));
            Assert.That(summary.History.Select(progress => progress.Epoch), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(summary.Collapsed, Is.False);
        }
    }

    [Test]
    public void A_trainer_after_it_gets_better_than_on_pixels()
    {
        IDataView few = TestImages.View(mlContext, TestImages.Draw(12, seed: 2)), test = TestImages.View(mlContext, TestImages.Draw(150, seed: 3));
        ContrastiveOptions options = TestImages.Options();
        options.Epochs = 30;
        using TransformerChain<OnnxTransformer> encoder = mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", options)
            .Fit(TestImages.View(mlContext, TestImages.Draw(480, seed: 4)));
        double pixels = Accuracy(few, test, "Pixels"), embedded = Accuracy(encoder.Transform(few), encoder.Transform(test), "Embedding");
        Assert.That(embedded, Is.GreaterThan(pixels + 0.1));
    }

    [Test]
    public void A_second_fit_and_any_number_of_threads_give_the_same_bits()
    {
        IDataView data = TestImages.View(mlContext, Images);
        float[][][] runs = [.. new int?[] { 1, 1, 2, 3, null }.Select(threads =>
        {
            ContrastiveOptions options = TestImages.Options();
            options.NumberOfThreads = threads;
            return Embeddings(options, data);
        })];
        Assert.That(runs, Is.All.EqualTo(runs[0]));
    }

    [Test]
    public void Without_a_seed_the_context_gives_it_once()
    {
        ContrastiveOptions options = TestImages.Options();
        options.Seed = null;
        MLContext[] contexts = [new(seed: 3), new(seed: 3), new(seed: 4)];
        float[][][] runs = [.. contexts.Select(context => Embeddings(options, TestImages.View(context, Images), context))];
        Assert.That(runs[1], Is.EqualTo(runs[0]));
        Assert.That(runs[2], Is.Not.EqualTo(runs[0]));
    }

    [TestCase(EmbeddingLayer.Output, 16)]
    [TestCase(EmbeddingLayer.Features, 576)]
    [TestCase(EmbeddingLayer.FeaturesAndMiddleBlock, 576 + 8 * 36)]
    public void The_layer_can_be_chosen(EmbeddingLayer layer, int length)
    {
        ContrastiveOptions options = TestImages.Options();
        options.Embedding = layer;
        Assert.That(Embeddings(options, TestImages.View(mlContext, Images)), Has.All.Length.EqualTo(length));
    }

    [Test]
    public void A_column_can_be_replaced_by_its_embedding()
    {
        IDataView data = TestImages.View(mlContext, Images);
        using TransformerChain<OnnxTransformer> model = mlContext.Transforms.ContrastivePretraining("Pixels", options: TestImages.Options()).Fit(data);
        Assert.That(model.Transform(data).GetColumn<float[]>("Pixels"), Is.EqualTo(Embeddings(TestImages.Options(), data)));
    }

    private static IEnumerable<TestCaseData> Variants()
    {
        yield return Variant("top-k negatives", options => options.Loss = new NtXent(0.5, negativesPerAnchor: 4));
        yield return Variant("DCL", options => options.Loss = new DecoupledContrastive(0.3));
        yield return Variant("SupCon", options => options.LabelColumnName = "Kind");
        yield return Variant("swapped prediction alone", options => (options.LossWeight, options.EntropyWeight) = (0, 1));
        yield return Variant("batch mean beside", options => (options.EntropyForm, options.EntropyWeight) = (EntropyForm.BatchMean, 0.1));
        yield return Variant("per sample beside", options => (options.EntropyForm, options.EntropyWeight) = (EntropyForm.PerSample, 0.1));
        yield return Variant("LARS", options => (options.Optimizer, options.LearningRate) = (OptimizerKind.Lars, 0.1));
        yield return Variant("clipping", options => options.MaximumGradientNorm = 0.1);
        yield return Variant("no augmentation", options => options.ImageAugmentations = []);

        static TestCaseData Variant(string name, Action<ContrastiveOptions> change) => new TestCaseData(change).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Variants))]
    public void Every_variant_trains_to_another_finite_model(Action<ContrastiveOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        IDataView data = TestImages.View(mlContext, Images);
        ContrastiveOptions options = TestImages.Options();
        float[][] usual = Embeddings(options, data);
        change(options);
        float[][] varied = Embeddings(options, data);
        Assert.That(varied.SelectMany(row => row), Is.All.Matches<float>(float.IsFinite));
        Assert.That(varied, Is.Not.EqualTo(usual));
    }

    [Test]
    public void The_callers_options_are_copied_and_left_alone()
    {
        ContrastiveOptions options = TestImages.Options();
        ContrastivePretrainingEstimator estimator = mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", options);
        options.Channels[0] = 1;
        options.Epochs = 50;
        estimator.Fit(TestImages.View(mlContext, Images), out ContrastiveSummary summary).Dispose();
        Assert.That(summary.History, Has.Count.EqualTo(2));
        Assert.That(options.Loss, Is.Null);
        Assert.That(options.ImageAugmentations, Is.Null);
    }

    [Test]
    public void Progress_is_told_ten_times_an_epoch_with_monitors_at_its_end()
    {
        List<ContrastiveProgress> told = [];
        ContrastiveOptions options = TestImages.Options();
        options.MonitorLabelColumnName = "Kind";
        options.Progress = new Told(told.Add);
        options.BatchSize = 4;
        Embeddings(options, TestImages.View(mlContext, Images));
        ContrastiveProgress[] ends = [.. told.Where(progress => progress.EpochShare == 1)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told, Has.Count.EqualTo(20));
            Assert.That(ends, Has.Length.EqualTo(2));
            Assert.That(told.Where(progress => progress.Monitors is not null), Is.EqualTo(ends));
            Assert.That(ends[1].Monitors!.NearestNeighborAccuracy, Is.InRange(0.34, 1));
            Assert.That(ends[1].Monitors!.LinearProbeAccuracy, Is.InRange(0.34, 1));
            Assert.That(ends[1].LearningRate, Is.LessThan(ends[0].LearningRate));
        }
    }

    [Test]
    public void Monitor_labels_do_not_change_the_model()
    {
        IDataView data = TestImages.View(mlContext, Images);
        ContrastiveOptions options = TestImages.Options();
        float[][] without = Embeddings(options, data);
        options.MonitorLabelColumnName = "Kind";
        Assert.That(Embeddings(options, data), Is.EqualTo(without));
    }

    [Test]
    public void A_constant_data_set_warns_of_collapse_and_gives_a_finite_model()
    {
        TestImages.Image[] same = [.. Enumerable.Repeat(new TestImages.Image { Pixels = [.. Enumerable.Repeat(100f, 144)] }, 40)];
        List<string> log = [];
        mlContext.Log += (_, line) => log.Add(line.Message);
        IDataView data = TestImages.View(mlContext, same);
        ContrastiveOptions options = TestImages.Options();
        options.ImageAugmentations = [new HorizontalFlip()];
        using TransformerChain<OnnxTransformer> model = mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", options).Fit(data, out ContrastiveSummary summary);
        Assert.That(summary.Collapsed, Is.True);
        Assert.That(log, Has.Some.Contains("The embedding collapsed: its effective rank is"));
        Assert.That(model.Transform(data).GetColumn<float[]>("Embedding").SelectMany(row => row), Is.All.Matches<float>(float.IsFinite));
    }

    [Test]
    public void A_loss_with_a_constant_optimum_warns_of_collapse()
    {
        ContrastiveOptions options = TestImages.Options();
        (options.LossWeight, options.EntropyWeight, options.EntropyForm, options.Epochs) = (0, 1, EntropyForm.PerSample, 20);
        mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", options).Fit(TestImages.View(mlContext, Images), out ContrastiveSummary summary).Dispose();
        Assert.That(summary.Collapsed, Is.True);
    }

    private double Accuracy(IDataView training, IDataView test, string column)
    {
        ITransformer model = mlContext.Transforms.Conversion.MapValueToKey("Label", "Kind")
            .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", column)).Fit(training);
        return mlContext.MulticlassClassification.Evaluate(model.Transform(test)).MacroAccuracy;
    }

    private float[][] Embeddings(ContrastiveOptions options, IDataView data, MLContext? context = null)
    {
        using TransformerChain<OnnxTransformer> model = (context ?? mlContext).Transforms.ContrastivePretraining("Embedding", "Pixels", options).Fit(data);
        return [.. model.Transform(data).GetColumn<float[]>("Embedding")];
    }
}
