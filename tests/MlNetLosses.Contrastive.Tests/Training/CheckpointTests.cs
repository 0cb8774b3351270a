using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace MlNetLosses.Contrastive.Tests.Training;

[TestFixture]
public sealed class CheckpointTests
{
    private readonly MLContext mlContext = new(seed: 1);
    private readonly TestImages.Image[] images = TestImages.Draw(64);
    private string folder = "", path = "";

    [SetUp]
    public void MakeFolder()
    {
        folder = Directory.CreateTempSubdirectory("checkpoint").FullName;
        path = Path.Combine(folder, "state.checkpoint");
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_resumed_training_ends_with_the_bits_of_an_uninterrupted_one([Values(1, 3, 17)] int stepsBeforeTheEnd, [Values] OptimizerKind optimizer)
    {
        ContrastiveOptions options = Options();
        options.Optimizer = optimizer;
        float[][] uninterrupted = Fit(options, out ContrastiveSummary expected);

        options.CheckpointPath = path;
        using CancellationTokenSource cancellation = new();
        int reports = 0;
        options.Progress = new Told(_ => { if (++reports == 20 - stepsBeforeTheEnd) cancellation.Cancel(); });
        options.CancellationToken = cancellation.Token;
        Assert.That(() => Fit(options, out _), Throws.InstanceOf<OperationCanceledException>());

        options.Progress = null;
        options.CancellationToken = default;
        options.Resume = true;
        options.NumberOfThreads = 2;
        float[][] resumed = Fit(options, out ContrastiveSummary summary);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(resumed, Is.EqualTo(uninterrupted));
            Assert.That(summary.History.Select(progress => (progress.Loss, progress.Monitors)), Is.EqualTo(expected.History.Select(progress => (progress.Loss, progress.Monitors))));
            Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(1), "nothing half-written stays behind");
        }
    }

    [Test]
    public void A_finished_training_resumes_to_its_model()
    {
        ContrastiveOptions options = Options();
        options.CheckpointPath = path;
        float[][] first = Fit(options, out _);
        options.Resume = true;
        Assert.That(Fit(options, out _), Is.EqualTo(first));
    }

    [Test]
    public void A_checkpoint_that_is_there_is_not_lost()
    {
        File.WriteAllText(path, "precious");
        ContrastiveOptions options = Options();
        options.CheckpointPath = path;
        Assert.That(() => Fit(options, out _), Throws.InstanceOf<IOException>().With.Message.Contains("Set Resume to go on from it"));
        Assert.That(File.ReadAllText(path), Is.EqualTo("precious"));
    }

    [Test]
    public void A_checkpoint_of_another_training_says_what_differs()
    {
        Resume(_ => { }, options => options.LearningRate = 1e-3, "its LearningRate is 0.002 instead of 0.001");
        Resume(_ => { }, options => options.Seed = 8, "its Seed is 1 instead of 8");
        Resume(_ => { }, _ => images[5].Pixels[3] += 1, "its data is");
    }

    [Test]
    public void A_damaged_foreign_or_other_version_is_refused()
    {
        Resume(bytes => bytes[^100] ^= 1, _ => { }, "it is damaged or cut short");
        Resume(bytes => bytes[0] = 0, _ => { }, "got another kind of file");
        Resume(bytes => bytes[8] = 99, _ => { }, "got 99: another version");
    }

    [TestCase(0)]
    [TestCase(15)]
    [TestCase(40)]
    [TestCase(5000)]
    public void A_checkpoint_cut_short_is_refused(int length)
    {
        ContrastiveOptions options = Options();
        options.CheckpointPath = path;
        Fit(options, out _);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);
        options.Resume = true;
        Assert.That(() => Fit(options, out _), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void A_folder_that_is_not_there_is_told_before_the_training()
    {
        ContrastiveOptions options = Options();
        options.CheckpointPath = Path.Combine(folder, "missing", "state.checkpoint");
        options.Progress = new Told(_ => Assert.Fail("it trained"));
        Assert.That(() => Fit(options, out _), Throws.InstanceOf<IOException>().With.Message.Contains("CheckpointPath must"));
    }

    [Test]
    public void A_cancelled_training_can_keep_its_best_encoder([Values(3, 15)] int reportsBefore)
    {
        ContrastiveOptions options = Options();
        options.OnCancellation = CancellationBehavior.KeepBest;
        using CancellationTokenSource cancellation = new();
        int reports = 0;
        options.Progress = new Told(_ => { if (++reports == reportsBefore) cancellation.Cancel(); });
        options.CancellationToken = cancellation.Token;
        if (reportsBefore < 4)
        {
            Assert.That(() => Fit(options, out _), Throws.InstanceOf<OperationCanceledException>(), "no epoch is done");
            return;
        }

        float[][] kept = Fit(options, out ContrastiveSummary summary);
        Assert.That(summary.Cancelled, Is.True);
        Assert.That(summary.Loss, Is.EqualTo(summary.History.Min(progress => progress.Loss)));
        Assert.That(kept.SelectMany(row => row), Is.All.Matches<float>(float.IsFinite));
    }

    private void Resume(Action<byte[]> damage, Action<ContrastiveOptions> change, string message)
    {
        File.Delete(path);
        ContrastiveOptions options = Options();
        options.CheckpointPath = path;
        Fit(options, out _);
        byte[] bytes = File.ReadAllBytes(path);
        damage(bytes);
        File.WriteAllBytes(path, bytes);
        change(options);
        options.Resume = true;
        Assert.That(() => Fit(options, out _), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(message));
    }

    /// <summary>Five epochs of four steps: twenty reports.</summary>
    private static ContrastiveOptions Options()
    {
        ContrastiveOptions options = TestImages.Options();
        options.Epochs = 5;
        return options;
    }

    private float[][] Fit(ContrastiveOptions options, out ContrastiveSummary summary)
    {
        IDataView data = TestImages.View(mlContext, images);
        using TransformerChain<OnnxTransformer> model = mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", options).Fit(data, out summary);
        return [.. model.Transform(data).GetColumn<float[]>("Embedding")];
    }
}
