using System.Globalization;
using Microsoft.ML;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Learning;

internal sealed class CrossValidationTests
{
    private static readonly Metric Mae = Metric.Of(LearningTask.Regression)[0];

    [Test]
    public async Task A_candidate_that_throws_becomes_a_row_and_the_others_go_on()
    {
        Candidate broken = new("broken", Family.Trees, _ => throw new InvalidOperationException("can't\ncope"));

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
            request => new(request.Regression.FastForest(request.Label, request.Features).Fit(request.Train), null));

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
        Candidate deaf = new("deaf", Family.Trees, _ =>
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
    public async Task A_fit_that_takes_too_long_has_failed_and_is_not_tried_again()
    {
        using ManualResetEventSlim release = new();
        int fits = 0;
        Candidate slow = new("slow", Family.Trees, _ =>
        {
            fits++;
            release.Wait();
            throw new InvalidOperationException("released");
        });

        IReadOnlyList<FoldScore> scores = await RunAsync([slow, WrongBy(1)], _ => { }, CancellationToken.None, timeout: TimeSpan.FromSeconds(0.5));
        release.Set();

        Assert.That(fits, Is.EqualTo(1));
        Assert.That(scores.Where(score => score.Candidate == slow).Select(score => score.Error), Is.EqualTo(Enumerable.Repeat("took longer than 0.5 s (--timeout)", 3)));
        Assert.That(scores.Where(score => score.Candidate != slow).Select(score => score.Error), Has.All.Null);
    }

    [Test]
    public async Task A_fit_that_listens_is_told_that_its_time_is_up()
    {
        TaskCompletionSource told = new();
        Candidate listening = new("listening", Family.MlNetLosses, request =>
        {
            request.Cancellation.WaitHandle.WaitOne();
            told.SetResult();
            throw new OperationCanceledException(request.Cancellation);
        });

        IReadOnlyList<FoldScore> scores = await RunAsync([listening], _ => { }, CancellationToken.None, timeout: TimeSpan.FromSeconds(0.1));
        await told.Task;

        Assert.That(scores, Has.All.Property(nameof(FoldScore.TimedOut)).True);
    }

    [Test]
    public async Task A_tuned_candidate_takes_what_is_best_on_rows_of_the_training_part()
    {
        Hyperparameter error = Hyperparameter.Strength("error", initial: 20, low: 1, high: 10);
        List<long?> rows = [];
        Candidate wrong = new Candidate("wrong", Family.MlNetLinear, request =>
        {
            rows.Add(request.Train.GetRowCount());
            return WrongBy(request[error], request);
        })
        {
            Space = [error],
        };

        IReadOnlyList<FoldScore> scores = await RunAsync([wrong, wrong.Tuned()], _ => { }, CancellationToken.None);
        FoldScore[] tuned = [.. scores.Where(score => score.Candidate.IsTuned)];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scores.Except(tuned).Select(score => score.Values[0]), Has.All.EqualTo(20).Within(1e-3));
            Assert.That(tuned.Select(score => score.Values[0]), Is.EqualTo(tuned.Select(score => score.Search!.Chosen.Strength(error))).Within(1e-3));
            Assert.That(tuned.Select(score => score.Values[0]), Has.All.InRange(1, 10));
            Assert.That(tuned.Select(score => score.Search!.Trials), Has.All.EqualTo(4));
            // A trial sees four fifths of a fold's 20 rows, the fit that counts all of them.
            Assert.That(rows.Count(count => count == 16), Is.EqualTo(3 * 4));
            Assert.That(rows.Count(count => count == 20), Is.EqualTo(3 * 2));
        }
    }

    [Test]
    public async Task Where_the_search_finds_nothing_better_the_fit_with_defaults_is_not_repeated()
    {
        Hyperparameter error = Hyperparameter.Strength("error", initial: 1, low: 2, high: 10);
        int fits = 0;
        Candidate best = new Candidate("best", Family.MlNetLinear, request =>
        {
            fits += request.Train.GetRowCount() == 20 ? 1 : 0;
            return WrongBy(request[error], request);
        })
        {
            Space = [error],
        };

        IReadOnlyList<FoldScore> scores = await RunAsync([best, best.Tuned()], _ => { }, CancellationToken.None);

        Assert.That(fits, Is.EqualTo(3));
        Assert.That(scores.Select(score => score.Values[0]), Has.All.EqualTo(1).Within(1e-3));
        Assert.That(scores.Select(score => score.Search?.Chosen), Is.EqualTo(new[] { null, Configuration.Default, null, Configuration.Default, null, Configuration.Default }));
    }

    [Test]
    public async Task A_search_whose_every_trial_fails_says_why()
    {
        int fits = 0;
        Candidate broken = new Candidate("broken", Family.Trees, _ => throw new InvalidOperationException($"cause {++fits}"))
        {
            Space = [Hyperparameter.Share("x", 0, 1)],
        };

        IReadOnlyList<FoldScore> scores = await RunAsync([broken.Tuned(), WrongBy(1)], _ => { }, CancellationToken.None);

        Assert.That(scores[0].Error, Is.EqualTo("None of the 4 trials of its search gave a model. The first: cause 1"));
        Assert.That(scores[1].Error, Is.Null);
    }

    [Test]
    public void Only_folds_that_all_have_been_through_are_ranked_if_there_is_one()
    {
        FoldScore[] scores = [Score("a", 1), Score("b", 2), Score("a", 3) with { Fold = 2 }];

        Assert.That(FoldScore.OfWholeFolds(scores, candidates: 2), Is.EqualTo(scores[..2]));
        Assert.That(FoldScore.OfWholeFolds(scores[..1], candidates: 2), Is.EqualTo(scores[..1]));
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

    private static Candidate WrongBy(double error) => new("wrong", Family.MlNetLinear, request => WrongBy(error, request));

    /// <summary>A model that knows the label, and errs by so much.</summary>
    private static Fitted WrongBy(double error, FitRequest request) => new(
        request.MLContext.Transforms.Expression("Score", string.Create(CultureInfo.InvariantCulture, $"y => y + {error}f"), request.Label).Fit(request.Train), null);

    private static Candidate Sound() => new("sound", Family.MlNetLinear,
        request => new(request.Regression.Sdca(request.Label, request.Features).Fit(request.Train), null));

    private static async Task<IReadOnlyList<FoldScore>> RunAsync(
        Candidate[] candidates, Action<CrossValidation.Step> report, CancellationToken cancellation, int rows = 30, TimeSpan? timeout = null)
    {
        using TemporaryDirectory directory = new();
        CsvTable table = CsvTable.Read(directory.File("y,a\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{2 * i}.5,{i * i % 17}\n"))));
        Label label = LabelInference.Infer(table, "y", null);
        Dataset data = new(table, label, ColumnInference.Infer(table, "y"));
        Examiner examiner = new(data, seed: 1, timeout);
        Tuner tuner = new(examiner, new SearchBudget(new(Budget: null, Trials: 4), searches: 3));
        return await new CrossValidation(examiner, candidates, Fold.Split(label, 3, 1), tuner).RunAsync(report, cancellation);
    }
}
