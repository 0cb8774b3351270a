using System.Globalization;
using System.Text.RegularExpressions;

namespace MlNetLosses.Samples.Tests;

/// <summary>The samples of contrastive pretraining run on their small settings. What pretraining is worth shows on the default ones only.</summary>
internal sealed partial class ContrastiveSamplesTests
{
    private static readonly string[] Pictures = ["views.png", "monitors.png", "embedding.png", "label-efficiency.png"];

    [Test]
    public async Task ContrastiveImages_measures_draws_and_saves_a_model_that_predicts()
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await SampleRun.OfAsync("ContrastiveImages", directory.Path, "--quick");

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(Accuracies(run.Output), Has.Length.EqualTo(5).And.All.InRange(20, 95));
        Assert.That(NamedImages().Count(run.Output), Is.EqualTo(6));
        string results = Path.Combine(directory.Path, "results", "contrastive-images");
        foreach (string file in Pictures.Append("model.zip"))
            Assert.That(new FileInfo(Path.Combine(results, file)).Length, Is.GreaterThan(10_000), file);
    }

    [Test]
    public async Task ContrastiveImages_says_where_to_get_images_that_are_not_there()
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await SampleRun.OfAsync("ContrastiveImages", directory.Path, "--data", directory.Path);

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Errors, Does.Contain("--data must name a directory with train-images-idx3-ubyte.gz").And.Contain("apt-get install dataset-fashion-mnist"));
    }

    [Test]
    public async Task ContrastiveTable_sets_the_embedding_beside_raw_columns()
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await SampleRun.OfAsync("ContrastiveTable", directory.Path, "--quick");

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Output, Does.Contain("satellite"));
        Assert.That(Accuracies(run.Output), Has.Length.EqualTo(5).And.All.InRange(20, 95));
    }

    /// <summary>The first figure of each row of the tables.</summary>
    private static double[] Accuracies(string output) =>
        [.. TableRows().Matches(output).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^  \S.*?  +(\d+\.\d) ± \d+\.\d", RegexOptions.Multiline)]
    private static partial Regex TableRows();

    [GeneratedRegex(@"probability [01]\.\d\d  (right|wrong, it is: )")]
    private static partial Regex NamedImages();
}
