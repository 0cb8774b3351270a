using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Predicting;

/// <summary><c>compare predict</c> as a user starts it, with a model that <c>compare</c> has just saved.</summary>
internal sealed class PredictionTests
{
    private readonly TemporaryDirectory trained = new();

    [OneTimeSetUp]
    public async Task TrainAsync()
    {
        string data = trained.File("minutes,plan,churn\n" + string.Concat(Enumerable.Range(0, 80).Select(i =>
            $"{(i % 5 < 2 ? 60 : 30) + i * 13 % 29},{(i % 3 == 0 ? "basic" : "full")},{(i % 5 < 2 ? "yes" : "no")}\n")));
        SampleRun run = await SampleRun.OfAsync("Compare", trained.Path, "--data", data, "--label", "churn", "--quick", "--output", "out");
        Assert.That(run.ExitCode, Is.Zero, run.Errors);
    }

    [OneTimeTearDown]
    public void Remove() => trained.Dispose();

    [Test]
    public async Task Every_row_is_predicted_whatever_the_order_of_columns_and_with_a_new_category()
    {
        using TemporaryDirectory directory = new();
        string data = directory.File("note,plan,minutes\nx,basic,200\ny,gold,5\nz,,-100\n");

        SampleRun run = await PredictAsync(directory, data);
        CsvTable predictions = CsvTable.Read(Path.Combine(directory.Path, "predictions.csv"));

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Output, Does.Contain("3 rows").And.Contain(
            "plan: 1 cells hold a category that the training data lacked and count as none of the known ones, the first on line 3: 'gold'"));
        Assert.That(predictions.Names.Take(3), Is.EqualTo(new[] { "row", "prediction", "score" }));
        Assert.That(predictions.Columns[0], Is.EqualTo(new[] { "1", "2", "3" }));
        Assert.That(predictions.Columns[1], Is.EqualTo(new[] { "yes", "no", "no" }));
        Assert.That(predictions.Columns[2], Has.All.Matches<string>(cell => Cell.TryNumber(cell, out _)));
        Assert.That(Directory.GetFiles(directory.Path, "*.part"), Is.Empty);
    }

    [Test]
    public async Task Cells_that_are_no_numbers_are_told()
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await PredictAsync(directory, directory.File("minutes,plan\n50,basic\nmany,full\n"));

        Assert.That(run.ExitCode, Is.Zero, run.Errors);
        Assert.That(run.Output, Does.Contain("minutes: 1 cells are no numbers and count as missing, the first on line 3: 'many'"));
    }

    [Test]
    public async Task Many_classes_have_a_probability_each()
    {
        using TemporaryDirectory directory = new();
        string penguins = Path.Combine(TestContext.CurrentContext.TestDirectory, "data", "penguins.csv");
        SampleRun training = await SampleRun.OfAsync("Compare", directory.Path, "--data", penguins, "--label", "species", "--quick", "--output", "out");
        SampleRun run = await PredictAsync(directory, penguins, "--model", Path.Combine("out", "model.zip"));
        CsvTable predictions = CsvTable.Read(Path.Combine(directory.Path, "predictions.csv"));

        Assert.That(run.ExitCode, Is.Zero, training.Errors + run.Errors);
        // The winner decides whether its scores are probabilities; each must be so called only if they are.
        string kind = predictions.Names[2].Split(' ')[0];
        Assert.That(predictions.Names, Is.EquivalentTo(new[] { "row", "prediction", $"{kind} Adelie", $"{kind} Chinstrap", $"{kind} Gentoo" }));
        for (int row = 0; row < predictions.RowCount; row++)
        {
            float[] scores = [.. predictions.Columns.Skip(2).Select(column => Cell.TryNumber(column[row], out float score) ? score : float.NaN)];
            Assert.That(predictions.Names[2 + Array.IndexOf(scores, scores.Max())], Is.EqualTo($"{kind} {predictions.Columns[1][row]}"));
            if (kind == "probability")
                Assert.That(scores.Sum(), Is.EqualTo(1).Within(1e-3));
        }
    }

    [Test]
    public async Task A_missing_column_is_named()
    {
        using TemporaryDirectory directory = new();
        await AssertRefusedAsync(directory, directory.File("plan,age\nbasic,3\n"), "a column that the model needs is missing: 'minutes'. The file has 'plan', 'age'");
    }

    [Test]
    public async Task A_file_that_is_no_model_is_refused()
    {
        using TemporaryDirectory directory = new();
        string data = directory.File("minutes,plan\n50,basic\n");
        await AssertRefusedAsync(directory, data, "is no model that can be used here", "--model", data);
        await AssertRefusedAsync(directory, data, "there is no such file", "--model", "none.zip");
    }

    [Test]
    public async Task An_output_that_can_not_be_written_is_refused_before_the_data_is_read()
    {
        using TemporaryDirectory directory = new();
        string blocked = Path.Combine(directory.File("x", "file"), "predictions.csv");
        await AssertRefusedAsync(directory, "none.csv", "Can't write into the output directory", "--model", Model, "--output", blocked);
        await AssertRefusedAsync(directory, "none.csv", "is a directory", "--model", Model, "--output", ".");
        await AssertRefusedAsync(directory, "none.csv", "is read and can't be written too", "--model", Model, "--output", "none.csv");
    }

    private string Model => Path.Combine(trained.Path, "out", "model.zip");

    private Task<SampleRun> PredictAsync(TemporaryDirectory directory, string data, params string[] more) =>
        SampleRun.OfAsync("Compare", directory.Path, ["predict", "--data", data, .. more.Length == 0 ? ["--model", Model] : more]);

    private async Task AssertRefusedAsync(TemporaryDirectory directory, string data, string message, params string[] more)
    {
        SampleRun run = await PredictAsync(directory, data, more);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Errors, Does.Contain(message).And.Not.Contain("   at "));
    }
}
