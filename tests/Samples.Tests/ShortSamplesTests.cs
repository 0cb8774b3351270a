using System.Globalization;
using System.Text.RegularExpressions;

namespace MlNetLosses.Samples.Tests;

/// <summary>The short samples run, and show what they are there to show.</summary>
internal sealed partial class ShortSamplesTests
{
    [Test]
    public async Task RobustRegression_Huber_is_not_misled_by_slips_and_the_others_are()
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await RunAsync("RobustRegression", directory);

        double[] errors = [.. Errors().Matches(run.Output).Select(match => double.Parse(match.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture))];
        Assert.That(errors, Has.Length.EqualTo(3));
        Assert.That(errors[2], Is.LessThan(errors[0] / 2).And.LessThan(errors[1] / 2));
        Assert.That(new FileInfo(Path.Combine(directory.Path, "results", "robust-regression.png")).Length, Is.Positive);
    }

    [Test]
    public async Task MlNetSdcaWithHuber_the_loss_makes_the_difference()
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await RunAsync("MlNetSdcaWithHuber", directory);

        double[] errors = [.. MeanErrors().Matches(run.Output).Select(match => double.Parse(match.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture))];
        Assert.That(errors, Has.Length.EqualTo(2));
        Assert.That(errors[1], Is.LessThan(errors[0] / 2));
    }

    [Test]
    public async Task SparseText_finds_the_heroine_with_few_words()
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await RunAsync("SparseText", directory);

        int words = int.Parse(WordsKept().Match(run.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.That(words, Is.InRange(50, 1000));
        Assert.That(run.Output, Does.Contain("elizabeth, darcy").And.Contain("certified  at most 0.0"));
    }

    [Test]
    public async Task RegularizationPath_keeps_few_columns_and_the_living_area_first()
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await RunAsync("RegularizationPath", directory);

        Match chosen = ColumnsChosen().Match(run.Output);
        Assert.That(int.Parse(chosen.Groups[1].Value, CultureInfo.InvariantCulture), Is.InRange(20, 150));
        Assert.That(run.Output, Does.Match(@"standard deviation:\s+Gr_Liv_Area"));
        foreach (string picture in (string[])["coefficient-paths.png", "cross-validation.png"])
            Assert.That(new FileInfo(Path.Combine(directory.Path, "results", picture)).Length, Is.Positive);
    }

    [Test]
    public async Task FastTreeLeaves_tell_the_elastic_net_what_the_columns_cannot()
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await RunAsync("FastTreeLeaves", directory);

        double[] means = [.. MeansWithDeviation().Matches(run.Output).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.That(means, Has.Length.EqualTo(6));
        (double columnsAuc, double treesAuc, double leavesAuc) = (means[0], means[2], means[4]);
        (double columnsLoss, double treesLoss, double leavesLoss) = (means[1], means[3], means[5]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(leavesAuc, Is.GreaterThan(columnsAuc + 0.05).And.EqualTo(treesAuc).Within(0.02));
            Assert.That(leavesLoss, Is.LessThan(columnsLoss / 1.5).And.EqualTo(treesLoss).Within(0.03));
            Assert.That(int.Parse(LeavesKept().Match(run.Output).Groups[1].Value, CultureInfo.InvariantCulture), Is.InRange(50, 1000));
        }
    }

    private static async Task<SampleRun> RunAsync(string sample, TemporaryDirectory directory)
    {
        SampleRun run = await SampleRun.OfAsync(sample, directory.Path);
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        return run;
    }

    [GeneratedRegex(@"(?:squared loss|FastTree|Huber loss) +([\d,]+)")]
    private static partial Regex Errors();

    [GeneratedRegex(@"MAE +([\d,]+)")]
    private static partial Regex MeanErrors();

    [GeneratedRegex(@"Chosen: .*, (\d+) columns \(")]
    private static partial Regex ColumnsChosen();

    [GeneratedRegex(@"([\d.]+) ± ")]
    private static partial Regex MeansWithDeviation();

    [GeneratedRegex(@"keeps (\d+)")]
    private static partial Regex LeavesKept();

    [GeneratedRegex(@"words kept (\d+)")]
    private static partial Regex WordsKept();
}
