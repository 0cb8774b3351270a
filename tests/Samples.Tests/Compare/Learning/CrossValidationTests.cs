using Microsoft.ML;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Learning;

internal sealed class CrossValidationTests
{
    private static readonly Metric Mae = Metric.Of(LearningTask.Regression)[0];

    private readonly MLContext mlContext = new(1);

    [Test]
    public async Task A_candidate_that_throws_becomes_a_row_and_the_others_go_on()
    {
        Candidate broken = new("broken", Family.Trees, (_, _) => throw new InvalidOperationException("can't\ncope"));

        IReadOnlyList<FoldScore> scores = await RunAsync([broken, Sound()], _ => { }, CancellationToken.None);
        IReadOnlyList<Standing> standings = Standing.Rank(scores, Mae, folds: 3);

        Assert.That(standings.Select(standing => standing.Candidate.Name), Is.EqualTo(new[] { "sound", "broken" }));
        Assert.That(standings[0].Error, Is.Null);
        Assert.That(standings[0].Scores, Has.Count.EqualTo(3));
        Assert.That(standings[1].Error, Is.EqualTo("can't cope"));
    }

    [Test]
    public async Task A_model_that_scores_no_numbers_has_failed()
    {
        // ML.NET's forest makes no trees of so few rows and scores NaN, which ML.NET's evaluation passes over.
        Candidate forest = new("forest", Family.Trees,
            (train, columns) => new(mlContext.Regression.Trainers.FastForest(columns.Label, columns.Features).Fit(train), null));

        IReadOnlyList<FoldScore> scores = await RunAsync([forest], _ => { }, CancellationToken.None, rows: 12);

        Assert.That(scores.Select(score => score.Error), Has.All.Contains("not finite numbers"));
    }

    [Test]
    public async Task Cancelling_keeps_what_is_done()
    {
        using CancellationTokenSource cancellation = new();
        IReadOnlyList<FoldScore> scores = await RunAsync([Sound(), Sound()], step =>
        {
            if (step is { Fold.Number: 2, Score: not null })
                cancellation.Cancel();
        }, cancellation.Token);

        Assert.That(scores, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_fit_that_does_not_listen_is_not_waited_for()
    {
        using CancellationTokenSource cancellation = new();
        using ManualResetEventSlim release = new();
        Candidate deaf = new("deaf", Family.Trees, (_, _) =>
        {
            release.Wait();
            throw new InvalidOperationException("released");
        });

        Task<IReadOnlyList<FoldScore>> run = RunAsync([Sound(), deaf], step =>
        {
            if (step.Candidate == deaf)
                cancellation.Cancel();
        }, cancellation.Token);
        IReadOnlyList<FoldScore> scores = await run;
        release.Set();

        Assert.That(scores, Has.Count.EqualTo(1));
    }

    [Test]
    public void Ranking_follows_the_direction_of_the_metric()
    {
        FoldScore[] scores = [Score("low", 1), Score("high", 2)];

        Assert.That(Standing.Rank(scores, new("x", HigherIsBetter: false), folds: 3)[0].Candidate.Name, Is.EqualTo("low"));
        Assert.That(Standing.Rank(scores, new("x", HigherIsBetter: true), folds: 3)[0].Candidate.Name, Is.EqualTo("high"));
    }

    [Test]
    public void Deviation_is_the_sample_standard_deviation()
    {
        Candidate candidate = Sound();
        Standing standing = new(candidate, [.. new double[] { 2, 4, 9 }.Select((value, i) => new FoldScore(candidate, i + 1, [value], 0, null, null))]);

        Assert.That(standing.Mean(0), Is.EqualTo(5));
        Assert.That(standing.Deviation(0), Is.EqualTo(Math.Sqrt(13)).Within(1e-12));
    }

    private static FoldScore Score(string name, double value) => new(Sound() with { Name = name }, 1, [value], 0, null, null);

    private static Candidate Sound() => new("sound", Family.MlNetLinear,
        (train, columns) => new(new MLContext(1).Regression.Trainers.Sdca(columns.Label, columns.Features).Fit(train), null));

    private async Task<IReadOnlyList<FoldScore>> RunAsync(Candidate[] candidates, Action<CrossValidation.Step> report, CancellationToken cancellation, int rows = 30)
    {
        using TemporaryDirectory directory = new();
        CsvTable table = CsvTable.Read(directory.File("y,a\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{2 * i}.5,{i * i % 17}\n"))));
        Label label = LabelInference.Infer(table, "y", null);
        Dataset data = new(table, label, ColumnInference.Infer(table, "y"));
        return await new CrossValidation(mlContext, data, candidates, Fold.Split(label, 3, 1)).RunAsync(report, cancellation);
    }
}
