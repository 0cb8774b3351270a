using System.Diagnostics;
using System.Reflection;
using Microsoft.ML;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Trainers;

/// <summary>A process that knows ML.NET only loads what we saved, and scores it bit for bit alike.</summary>
[TestFixture]
public sealed class SavedModelTests
{
    private readonly Dictionary<string, string[]> expected = [];
    private string folder = "";

    [OneTimeSetUp]
    public void Save_every_kind_of_model_and_score_it_elsewhere()
    {
        folder = Directory.CreateTempSubdirectory("native-models-").FullName;
        MLContext mlContext = TestData.Context();
        IDataView numbers = TestData.View(mlContext, TestData.Regression());
        IDataView counts = TestData.View(mlContext, TestData.Counts());
        IDataView binary = TestData.View(mlContext, TestData.Binary());
        IDataView classes = TestData.KeyedView(mlContext, TestData.Multiclass());
        Ridge ridge = new(1e-3);

        Save(mlContext, "regression", numbers, mlContext.Regression.Trainers.ProximalSdca(new Huber(), ridge).Fit(numbers));
        Save(mlContext, "poisson", counts, mlContext.Regression.Trainers.ProximalSdca(new Poisson(), ridge).Fit(counts));
        Save(mlContext, "binary", binary, mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), ridge).Fit(binary));
        Save(mlContext, "logistic", binary, mlContext.BinaryClassification.Trainers.ProximalSdcaLogisticRegression(ridge).Fit(binary));
        Save(mlContext, "maximum-entropy", classes, mlContext.MulticlassClassification.Trainers.ProximalSdca(new SoftmaxCrossEntropy(), ridge).Fit(classes));
        Save(mlContext, "linear-multiclass", classes, mlContext.MulticlassClassification.Trainers.ProximalSdca(new CrammerSinger(), ridge).Fit(classes));
        Save(mlContext, "sparse", numbers, mlContext.Regression.Trainers.ProximalSdca(new Huber(), new ElasticNet(1, 1e-3)).Fit(numbers));
        Save(mlContext, "sparse-multiclass", classes, mlContext.MulticlassClassification.Trainers.ProximalSdca(new SoftmaxCrossEntropy(), new ElasticNet(0.2, 1e-3)).Fit(classes));
        Save(mlContext, "path", numbers, mlContext.Regression.Trainers.ElasticNetPath(new Huber(), l1Ratio: 0.5).Fit(numbers));
        Save(mlContext, "path-poisson", counts, mlContext.Regression.Trainers.ElasticNetPath(new Poisson()).Fit(counts));
        Save(mlContext, "path-logistic", binary, mlContext.BinaryClassification.Trainers.ElasticNetPathLogisticRegression().Fit(binary));
        RunNativeScorer();
    }

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("regression")]
    [TestCase("poisson")]
    [TestCase("binary")]
    [TestCase("logistic")]
    [TestCase("maximum-entropy")]
    [TestCase("linear-multiclass")]
    [TestCase("sparse")]
    [TestCase("sparse-multiclass")]
    [TestCase("path")]
    [TestCase("path-poisson")]
    [TestCase("path-logistic")]
    public void Scores_are_bit_equal_in_a_process_without_this_library(string name)
    {
        string[] actual = File.ReadAllLines(Path.Combine(folder, $"{name}.scores"));
        Assert.That(actual, Has.Length.GreaterThan(100).And.EqualTo(expected[name]));
    }

    [Test]
    public void The_other_process_has_no_assembly_of_this_library() =>
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(ScorerPath)!, "*MlNetLosses*"), Is.Empty);

    private static string ScorerPath { get; } = typeof(SavedModelTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "NativeScorer").Value!;

    private void Save(MLContext mlContext, string name, IDataView data, ITransformer model)
    {
        mlContext.Model.Save(model, data.Schema, Path.Combine(folder, $"{name}.zip"));
        using FileStream stream = File.Create(Path.Combine(folder, $"{name}.data"));
        mlContext.Data.SaveAsBinary(data, stream);
        expected[name] = [.. Scores.Of(model.Transform(data))];
    }

    private void RunNativeScorer()
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [ScorerPath, folder]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
    }
}
