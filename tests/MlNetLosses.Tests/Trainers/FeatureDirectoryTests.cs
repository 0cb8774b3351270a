using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;

namespace MlNetLosses.Tests.Trainers;

/// <summary>Features that a fit keeps in a file.</summary>
[TestFixture]
public sealed class FeatureDirectoryTests
{
    private readonly MLContext mlContext = TestData.Context();
    private DirectoryInfo directory = null!;

    [SetUp]
    public void Create() => directory = Directory.CreateTempSubdirectory("features");

    [TearDown]
    public void Clean() => directory.Delete(recursive: true);

    [Test]
    public void Every_regression_trainer_gives_the_bits_that_it_gives_in_memory_and_leaves_no_file()
    {
        IDataView data = TestData.View(mlContext, TestData.Regression());
        foreach (Func<string?, LinearModelParameters> fit in (Func<string?, LinearModelParameters>[])[
            path => mlContext.Regression.Trainers.ProximalSdca(new Huber(), new Ridge(0.1), new() { FeatureDirectory = path, Seed = 1 }).Fit(data).Model,
            path => mlContext.Regression.Trainers.ProximalSgd(new Huber(), new Ridge(0.1), new() { FeatureDirectory = path, Seed = 1 }).Fit(data).Model,
            path => mlContext.Regression.Trainers.CoordinateDescent(new Huber(), new Lasso(0.1), new() { FeatureDirectory = path }).Fit(data).Model,
            path => mlContext.Regression.Trainers.ElasticNetPath(new HalfSquared(), new() { FeatureDirectory = path, Seed = 1 }).Fit(data).Model])
        {
            LinearModelParameters inMemory = fit(null), inFile = fit(directory.FullName);
            Assert.That((inFile.Weights, inFile.Bias), Is.EqualTo((inMemory.Weights, inMemory.Bias)));
            Assert.That(directory.GetFiles(), Is.Empty);
        }
    }

    [Test]
    public void A_fit_that_fails_leaves_no_file()
    {
        List<RegressionExample> examples = TestData.Regression(3000);
        examples[2500].Features[1] = float.NaN;
        Assert.That(() => Fit(directory.FullName, examples), Throws.ArgumentException.With.Message.StartsWith("Row 2500 of column 'Features' has NaN at slot 1."));
        Assert.That(directory.GetFiles(), Is.Empty);
    }

    [Test]
    public void A_directory_that_cannot_be_made_is_an_error()
    {
        string path = Path.Combine(directory.FullName, "file");
        File.WriteAllText(path, "");
        Assert.That(() => Fit(path, TestData.Regression()), Throws.InstanceOf<IOException>());
        Assert.That(() => Fit(" ", TestData.Regression()), Throws.ArgumentException.With.Message.StartsWith("FeatureDirectory must be the path of a directory, got nothing."));
    }

    private LinearRegressionModelParameters Fit(string path, List<RegressionExample> examples) =>
        mlContext.Regression.Trainers.ProximalSdca(new Huber(), new Ridge(0.1), new() { FeatureDirectory = path }).Fit(TestData.View(mlContext, examples)).Model;
}
