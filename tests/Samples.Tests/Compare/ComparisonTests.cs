using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Samples.Compare;
using MlNetLosses.Samples.Compare.Tables;
using Spectre.Console;

namespace MlNetLosses.Samples.Tests.Compare;

/// <summary>The whole job on small files: what it prints, what it writes, and that the model serves.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ComparisonTests : IDisposable
{
    private readonly StringWriter output = new();

    public void Dispose() => output.Dispose();

    [Test]
    public async Task Regression_with_missing_cells_ends_in_a_model_that_plain_ML_NET_loads()
    {
        using TemporaryDirectory directory = new();
        string path = directory.File(Houses(80));

        int exitCode = await RunAsync(directory, path, "price", quick: true);
        float[] predictions = [.. Predict(directory, path).GetColumn<float>("Score")];

        Assert.That(exitCode, Is.Zero);
        Assert.That(output.ToString(), Does.Contain("regression").And.Contain("area (8)").And.Contain("dropped: id numbers the rows").And.Contain("FastTree"));
        Assert.That(predictions, Has.Length.EqualTo(80).And.All.Matches<float>(float.IsFinite));
        AssertFiles(directory, "leaderboard.png", "model.zip", "report.html", "results.csv");
    }

    [Test]
    public async Task Binary_with_every_candidate()
    {
        using TemporaryDirectory directory = new();
        string path = directory.File(Churn(120));

        int exitCode = await RunAsync(directory, path, "churn", quick: false);
        bool[] predictions = [.. Predict(directory, path).GetColumn<bool>("PredictedLabel")];

        Assert.That(exitCode, Is.Zero);
        Assert.That(output.ToString(), Does.Contain("'yes' (48 rows) against 'no'").And.Not.Contain("failed"));
        Assert.That(predictions.Count(prediction => prediction), Is.InRange(24, 72));
        AssertFiles(directory, "leaderboard.png", "model.zip", "report.html", "results.csv");
    }

    [Test]
    public async Task Multiclass_on_the_penguins()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(TestContext.CurrentContext.TestDirectory, "data", "penguins.csv");

        int exitCode = await RunAsync(directory, path, "species", quick: false);
        string[] predictions = [.. Predict(directory, path).GetColumn<string>("PredictedLabel")];
        string[] species = [.. (await File.ReadAllLinesAsync(path)).Skip(1).Select(line => line.Split(',')[0])];

        Assert.That(exitCode, Is.Zero);
        Assert.That(output.ToString(), Does.Contain("3 classes").And.Contain("sex (11)").And.Not.Contain("failed"));
        Assert.That(output.ToString(), Does.Contain($"predict --model {Path.Combine(directory.Path, "out", "model.zip")} --data {path}"));
        Assert.That(predictions.Zip(species).Count(pair => pair.First == pair.Second), Is.GreaterThan(330));
    }

    [Test]
    public async Task Results_hold_a_line_for_each_candidate_and_fold()
    {
        using TemporaryDirectory directory = new();
        await RunAsync(directory, directory.File(Houses(60)), "price", quick: true);
        CsvTable results = CsvTable.Read(Path.Combine(directory.Path, "out", "results.csv"));

        int candidates = results.Columns[0].Distinct().Count();
        Assert.That(results.Names.Take(6), Is.EqualTo(new[] { "candidate", "family", "fold", "MAE", "RMSE", "R²" }));
        Assert.That(results.RowCount, Is.EqualTo(2 * candidates));
        Assert.That(results.Columns[3], Has.All.Matches<string>(cell => Cell.TryNumber(cell, out float mae) && mae > 0));
    }

    [Test]
    public async Task A_search_adds_tuned_candidates_and_tells_what_it_chose()
    {
        using TemporaryDirectory directory = new();
        Settings settings = SettingsFor(directory, directory.File(Churn(120)), "churn", quick: true) with { Search = new(Budget: null, Trials: 3) };

        int exitCode = await Comparison.RunAsync(settings, ConsoleOn(output), CancellationToken.None);
        CsvTable results = CsvTable.Read(Path.Combine(directory.Path, "out", "results.csv"));
        string[] tuned = [.. results.Columns[0].Where(name => name.EndsWith(", tuned", StringComparison.Ordinal)).Distinct()];

        Assert.That(exitCode, Is.Zero);
        Assert.That(tuned, Is.EquivalentTo(results.Columns[0].Distinct().Except(tuned).Select(name => $"{name}, tuned")));
        Assert.That(results.Columns[results.IndexOf("trials")], Is.EqualTo(results.Columns[0].Select(name => tuned.Contains(name) ? "3" : "")));
        Assert.That(results.Columns[results.IndexOf("error")], Has.All.Empty);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(directory.Path, "out", "report.html")), Does.Contain("What was chosen in each of 8 searches"));
    }

    [Test]
    public async Task The_same_seed_and_number_of_trials_give_the_same_result()
    {
        using TemporaryDirectory directory = new();
        Settings settings = SettingsFor(directory, directory.File(Houses(80)), "price", quick: true) with { Search = new(Budget: null, Trials: 3) };
        List<string> results = [];
        for (int run = 0; run < 2; run++)
        {
            await Comparison.RunAsync(settings, ConsoleOn(output), CancellationToken.None);
            CsvTable table = CsvTable.Read(Path.Combine(settings.Output, "results.csv"));
            results.Add(string.Join("\n", table.Names.Zip(table.Columns).Where(column => column.First != "fit_seconds").Select(column => string.Join(", ", column.Second))));
        }

        Assert.That(results[1], Is.EqualTo(results[0]));
    }

    [Test]
    public async Task Cancelling_keeps_leaderboard_plot_and_results_and_exits_with_130()
    {
        using TemporaryDirectory directory = new();
        using CancellationTokenSource cancellation = new();
        using CancellingWriter writer = new("fold 1/2", cancellation);
        string path = directory.File(Houses(60));

        int exitCode = await Comparison.RunAsync(SettingsFor(directory, path, "price", quick: true), ConsoleOn(writer), cancellation.Token);

        Assert.That(exitCode, Is.EqualTo(130));
        Assert.That(writer.ToString(), Does.Contain("Stopped after 1 of"));
        AssertFiles(directory, "leaderboard.png", "report.html", "results.csv");
    }

    [Test]
    public async Task A_table_of_one_row_is_refused()
    {
        using TemporaryDirectory directory = new();
        string path = directory.File("a,b\n1,2\n");

        await Assert.ThatAsync(() => RunAsync(directory, path, "b", quick: true), Throws.TypeOf<UserError>().With.Message.Contains("is '2' in every row"));
    }

    [Test]
    public async Task An_output_directory_that_can_not_be_written_is_refused_before_the_data_is_read()
    {
        using TemporaryDirectory directory = new();
        Settings settings = SettingsFor(directory, "none.csv", "y", quick: true) with { Output = Path.Combine(directory.File("x"), "inside") };

        await Assert.ThatAsync(() => Comparison.RunAsync(settings, ConsoleOn(output), CancellationToken.None),
            Throws.TypeOf<UserError>().With.Message.Contains("Can't write into the output directory"));
    }

    private static void AssertFiles(TemporaryDirectory directory, params string[] names)
    {
        FileInfo[] files = new DirectoryInfo(Path.Combine(directory.Path, "out")).GetFiles();
        Assert.That(files.Select(file => file.Name).Order(StringComparer.Ordinal), Is.EqualTo(names));
        Assert.That(files.Select(file => file.Length), Has.All.Positive);
    }

    private static string Houses(int rows) => "id,area,town,price\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
        $"{i + 1},{(i % 10 == 3 ? "" : $"{50 + i * 37 % 100}")},{"NESW"[i % 4]},{1000 + 30 * (i * 37 % 100) + 100 * (i % 4)}.5\n"));

    private static string Churn(int rows) => "minutes,plan,churn\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
        $"{(i % 5 < 2 ? 60 : 30) + i * 13 % 29},{(i % 3 == 0 ? "basic" : "full")},{(i % 5 < 2 ? "yes" : "no")}\n"));

    private static Settings SettingsFor(TemporaryDirectory directory, string path, string label, bool quick) =>
        new(path, label, Task: null, Folds: 2, Path.Combine(directory.Path, "out"), Seed: 1, quick);

    private static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 200;
        return console;
    }

    private static IDataView Predict(TemporaryDirectory directory, string path)
    {
        ITransformer model = new MLContext().Model.LoadWithDataLoader(Path.Combine(directory.Path, "out", "model.zip"), out IDataLoader<IMultiStreamSource> loader);
        return model.Transform(loader.Load(new MultiFileSource(path)));
    }

    private Task<int> RunAsync(TemporaryDirectory directory, string path, string label, bool quick) =>
        Comparison.RunAsync(SettingsFor(directory, path, label, quick), ConsoleOn(output), CancellationToken.None);

    /// <summary>Cancels as soon as the given text has been written.</summary>
    private sealed class CancellingWriter(string trigger, CancellationTokenSource cancellation) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (ToString().Contains(trigger, StringComparison.Ordinal))
                cancellation.Cancel();
        }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
