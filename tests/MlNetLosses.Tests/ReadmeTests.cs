using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Tests;

/// <summary>What the README shows compiles, runs, and is what it shows.</summary>
internal sealed partial class ReadmeTests
{
    private static readonly MLContext MlContext = new(seed: 1);

    [Test]
    public void Every_snippet_is_one_that_is_compiled()
    {
        string snippets = Normalize(File.ReadAllText(Path.Combine(ProjectFolder.Path, "ReadmeSnippets.cs")));
        string readme = File.ReadAllText(Path.Combine(ProjectFolder.Path, "..", "..", "README.md"));
        string[] blocks = [.. CSharpBlock().Matches(readme).Select(match => Normalize(match.Groups[1].Value))];
        Assert.That(blocks, Has.Length.GreaterThan(2));
        foreach (string block in blocks) Assert.That(snippets, Does.Contain(block));
    }

    [Test]
    public void The_pipeline_trains()
    {
        IDataView houses = MlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(i =>
            new House { Area = 60 + 3 * i, Rooms = 2 + i % 4, Age = i % 17, Label = 1000 * (60 + 3 * i) + 5000 * (i % 4) }));
        RegressionMetrics metrics = MlContext.Regression.Evaluate(ReadmeSnippets.Pipeline(MlContext, houses).Transform(houses));
        Assert.That(metrics.RSquared, Is.GreaterThan(0.95));
    }

    [Test]
    public void The_certified_trainer_trains()
    {
        IDataView points = MlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(i =>
            new Point { Features = [i % 7, i % 5], Label = i % 7 > 3 }));
        IDataView scored = ReadmeSnippets.Certificate(MlContext, points).Transform(points);
        Assert.That(MlContext.BinaryClassification.EvaluateNonCalibrated(scored).Accuracy, Is.EqualTo(1));
    }

    [Test]
    public void The_path_trains()
    {
        IDataView line = MlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(i =>
            new Measurement { Features = [i / 10f, i % 3], Label = 1 + i / 10f + (i % 4 - 1.5f) / 10 }));
        Assert.That(MlContext.Regression.Evaluate(ReadmeSnippets.Path(MlContext, line).Transform(line)).RSquared, Is.GreaterThan(0.95));
    }

    [Test]
    public void The_coefficients_are_shown_as_they_are_printed()
    {
        string table = ReadmeSnippets.Coefficients(MlContext, StacklossView.Of(MlContext)).ToString();
        Assert.That(File.ReadAllText(Path.Combine(ProjectFolder.Path, "..", "..", "README.md")), Does.Contain($"```\n{table}\n```"));
    }

    [Test]
    public void The_embedding_feeds_a_trainer()
    {
        Random random = new(1);
        IDataView images = MlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Image
        {
            Pixels = [.. Enumerable.Range(0, 784).Select(k => (float)(random.NextDouble() * (k / 28 % 4 == i % 2 ? 255 : 90)))],
            Label = (i % 2).ToString(),
        }).ToArray());
        ITransformer model = ReadmeSnippets.Embeddings(MlContext, images, MlContext.Data.TakeRows(images, 20));
        using (model as IDisposable)
            Assert.That(MlContext.MulticlassClassification.Evaluate(model.Transform(images)).MacroAccuracy, Is.GreaterThan(0.9));
    }

    [TestCase(nameof(ReadmeSnippets.RobustScale))]
    [TestCase(nameof(ReadmeSnippets.MlNetTrainer))]
    public void The_regression_trainers_train(string snippet)
    {
        IDataView line = MlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(i =>
            new Measurement { Features = [i / 10f, i % 3], Label = 1 + i / 10f + (i % 4 - 1.5f) / 10 }));
        IEstimator<ITransformer> trainer = snippet == nameof(ReadmeSnippets.RobustScale)
            ? ReadmeSnippets.RobustScale(MlContext) : ReadmeSnippets.MlNetTrainer(MlContext);
        Assert.That(MlContext.Regression.Evaluate(trainer.Fit(line).Transform(line)).RSquared, Is.GreaterThan(0.8));
    }

    private static string Normalize(string code) => Whitespace().Replace(code, " ").Trim();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    private sealed class House
    {
        public float Area { get; set; }

        public float Rooms { get; set; }

        public float Age { get; set; }

        public float Label { get; set; }
    }

    private sealed class Image
    {
        [VectorType(784)]
        public float[] Pixels { get; set; } = [];

        public string Label { get; set; } = "";
    }

    private sealed class Point
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }

    private sealed class Measurement
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
