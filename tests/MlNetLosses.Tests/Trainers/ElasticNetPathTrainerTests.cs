using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;

namespace MlNetLosses.Tests.Trainers;

[TestFixture]
public sealed class ElasticNetPathTrainerTests
{
    private readonly MLContext mlContext = TestData.Context();

    private RegressionCatalog.RegressionTrainers Regression => mlContext.Regression.Trainers;

    private BinaryClassificationCatalog.BinaryClassificationTrainers Binary => mlContext.BinaryClassification.Trainers;

    [Test]
    public void The_model_is_the_one_chosen_from_the_path()
    {
        IDataView data = TestData.View(mlContext, TestData.Regression());
        LinearRegressionModelParameters model = Regression.ElasticNetPath(new Huber(), l1Ratio: 0.5).Fit(data, out RegularizationPath path, out TrainingSummary summary).Model;
        PathPoint chosen = path.Chosen;
        using IDisposable all = Assert.EnterMultipleScope();
        Assert.That(model.Weights, Is.EqualTo(chosen.Model.Weights.Select(w => (float)w)));
        Assert.That(chosen.HeldOutLoss, Is.EqualTo(path.Points.Min(point => point.HeldOutLoss)));
        Assert.That(path.Points[0].DegreesOfFreedom, Is.Zero);
        Assert.That(path.Points, Is.All.Matches<PathPoint>(point => point is { Converged: true, L1Ratio: 0.5, HeldOutLossDeviation: > 0 }));
        Assert.That(summary, Has.Property("Certificate").EqualTo(chosen.Certificate).And.Property("NonZeroWeights").EqualTo(chosen.DegreesOfFreedom));
        Assert.That(model.Weights[0], Is.EqualTo(3).Within(0.1));
        Assert.That(model.Weights[1], Is.EqualTo(-2).Within(0.1));
    }

    [Test]
    public void Every_loss_of_numbers_trains()
    {
        IDataView data = TestData.View(mlContext, TestData.Counts());
        foreach (Func<ITransformer> fit in (Func<ITransformer>[])[
            () => Regression.ElasticNetPath(new HalfSquared()).Fit(data), () => Regression.ElasticNetPath(new Huber()).Fit(data),
            () => Regression.ElasticNetPath(new LogCosh()).Fit(data), () => Regression.ElasticNetPath(new SquaredEpsilonInsensitive()).Fit(data)])
            Assert.That(mlContext.Regression.Evaluate(fit().Transform(data)).RSquared, Is.GreaterThan(0.2));
    }

    [Test]
    public void Counts_are_predicted_by_their_mean()
    {
        IDataView data = TestData.View(mlContext, TestData.Counts());
        RegressionPredictionTransformer<PoissonRegressionModelParameters> model = Regression.ElasticNetPath(new Poisson()).Fit(data);
        Assert.That(mlContext.Regression.Evaluate(model.Transform(data)).RSquared, Is.GreaterThan(0.3));
    }

    [Test]
    public void Every_loss_of_classes_trains()
    {
        IDataView data = TestData.View(mlContext, TestData.Binary());
        foreach (Func<ITransformer> fit in (Func<ITransformer>[])[
            () => Binary.ElasticNetPath(new Logistic()).Fit(data), () => Binary.ElasticNetPath(new SquaredHinge()).Fit(data),
            () => Binary.ElasticNetPath(new SmoothedHinge()).Fit(data), () => Binary.ElasticNetPath(new ModifiedHuber()).Fit(data)])
            Assert.That(mlContext.BinaryClassification.EvaluateNonCalibrated(fit().Transform(data)).Accuracy, Is.GreaterThan(0.75));
    }

    [Test]
    public void Logistic_regression_gives_probabilities()
    {
        IDataView data = TestData.View(mlContext, TestData.Binary());
        CalibratedBinaryClassificationMetrics metrics = mlContext.BinaryClassification.Evaluate(Binary.ElasticNetPathLogisticRegression(0.5).Fit(data).Transform(data));
        Assert.That(metrics.LogLossReduction, Is.GreaterThan(0.2));
    }

    [Test]
    public void One_standard_error_takes_a_simpler_model()
    {
        IDataView data = TestData.View(mlContext, TestData.Binary());
        Binary.ElasticNetPath(new Logistic(), new() { Seed = 1 }).Fit(data, out RegularizationPath best);
        Binary.ElasticNetPath(new Logistic(), new() { Seed = 1, Selection = LambdaSelection.OneStandardError }).Fit(data, out RegularizationPath simple);
        Assert.That(simple.Chosen.Lambda, Is.GreaterThan(best.Chosen.Lambda));
    }

    [Test]
    public void A_second_fit_and_any_number_of_threads_give_the_same_bits()
    {
        IDataView data = TestData.View(mlContext, TestData.Regression());
        var trainer = Regression.ElasticNetPath(new Huber());
        trainer.Fit(data, out RegularizationPath first);
        trainer.Fit(data, out RegularizationPath second);
        Regression.ElasticNetPath(new Huber(), new() { Seed = 5, NumberOfThreads = 1 }).Fit(data, out RegularizationPath one);
        Regression.ElasticNetPath(new Huber(), new() { Seed = 5, NumberOfThreads = 4 }).Fit(data, out RegularizationPath four);
        using IDisposable all = Assert.EnterMultipleScope();
        Assert.That(second.Points.Select(Bits), Is.EqualTo(first.Points.Select(Bits)));
        Assert.That(four.Points.Select(Bits), Is.EqualTo(one.Points.Select(Bits)));

        static (double, double?, double) Bits(PathPoint point) => (point.Lambda, point.HeldOutLoss, point.Model.Weights[0]);
    }

    [TestCase("Text")]
    [TestCase("Number")]
    [TestCase("Key")]
    public void Rows_of_one_sampling_key_stay_in_one_fold(string column)
    {
        Patient[] patients = [.. TestData.Regression().Select((example, i) => new Patient { Features = example.Features, Label = example.Label, Text = $"p{i / 4}", Number = i / 4 })];
        IDataView data = mlContext.Data.LoadFromEnumerable(patients);
        data = mlContext.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(data).Transform(data);
        Regression.ElasticNetPath(new HalfSquared(), new() { SamplingKeyColumnName = column, Folds = 5 }).Fit(data, out RegularizationPath path);
        Assert.That(path.Folds.Distinct().Count(), Is.EqualTo(5));
        for (int i = 0; i < patients.Length; i++) Assert.That(path.Folds[i], Is.EqualTo(path.Folds[i / 4 * 4]), $"row {i}");
    }

    [Test]
    public void Classes_have_the_same_share_in_every_fold()
    {
        List<BinaryExample> examples = TestData.Binary();
        Binary.ElasticNetPath(new Logistic(), new() { Folds = 5 }).Fit(TestData.View(mlContext, examples), out RegularizationPath path);
        int[] positives = [.. Enumerable.Range(0, 5).Select(fold => examples.Where((example, i) => example.Label && path.Folds[i] == fold).Count())];
        Assert.That(positives.Max() - positives.Min(), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void The_schema_is_checked_with_ML_NETs_texts()
    {
        IDataView data = TestData.View(mlContext, TestData.Regression());
        using IDisposable all = Assert.EnterMultipleScope();
        Assert.That(() => Regression.ElasticNetPath(new Huber(), new() { SamplingKeyColumnName = "Nowhere" }).Fit(data), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Could not find sampling key column 'Nowhere'"));
        Assert.That(() => Regression.ElasticNetPath(new Huber(), new() { SamplingKeyColumnName = "Features" }).Fit(data), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'Features'").And.Message.Contains("a key, text or number"));
    }

    [Test]
    public void More_folds_than_rows_is_an_error() => Assert.That(
        () => Regression.ElasticNetPath(new Huber(), new() { Folds = 20 }).Fit(TestData.View(mlContext, TestData.Regression(12))),
        Throws.ArgumentException.With.Message.StartsWith("There must be at least as many examples as folds, got 12 examples for 20 folds."));

    [TestCaseSource(nameof(OptionsOutOfRange))]
    public void An_option_out_of_its_range_is_an_error_that_names_it(ElasticNetPathOptions options, string message) =>
        Assert.That(() => Regression.ElasticNetPath(new Huber(), options), Throws.InstanceOf<ArgumentException>().With.Message.StartsWith(message));

    private static IEnumerable<TestCaseData> OptionsOutOfRange()
    {
        yield return new(new ElasticNetPathOptions { L1Ratios = [] }, "L1Ratios must hold at least one value, got none");
        yield return new(new ElasticNetPathOptions { L1Ratios = [2] }, "L1Ratios must be in [0, 1]: 1 is the Lasso, 0 ridge, got 2 at index 0.");
        yield return new(new ElasticNetPathOptions { NumberOfLambdas = 1 }, "NumberOfLambdas must be at least 2, got 1.");
        yield return new(new ElasticNetPathOptions { LambdaMinRatio = 0 }, "LambdaMinRatio must be strictly between 0 and 1, or null for the usual, got 0.");
        yield return new(new ElasticNetPathOptions { Lambdas = [] }, "Lambdas must hold at least one value, got none");
        yield return new(new ElasticNetPathOptions { Lambdas = [0.1, 1] }, "Lambdas must decrease, got 1 after 0.1 at index 1. Sort them, the largest first.");
        yield return new(new ElasticNetPathOptions { Lambdas = [1, 0] }, "Lambdas must be positive and finite, got 0 at index 1.");
        yield return new(new ElasticNetPathOptions { Folds = 1 }, "Folds must be at least 2, got 1.");
        yield return new(new ElasticNetPathOptions { Selection = (LambdaSelection)7 }, "Selection must be a defined value, got 7.");
        yield return new(new ElasticNetPathOptions { SamplingKeyColumnName = "" }, "SamplingKeyColumnName must be the name of a column, got nothing.");
        yield return new(new ElasticNetPathOptions { ScaleEstimation = ScaleEstimation.Concomitant }, "ScaleEstimation must be None for a path");
        yield return new(new ElasticNetPathOptions { ClassWeighting = ClassWeighting.Balanced }, "ClassWeighting and ClassWeights must be left at their defaults for regression");
    }

    private sealed class Patient
    {
        [VectorType(TestData.FeatureCount)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public string Text { get; set; } = "";

        public int Number { get; set; }
    }
}
