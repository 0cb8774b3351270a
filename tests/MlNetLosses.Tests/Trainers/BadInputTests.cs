using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;

namespace MlNetLosses.Tests.Trainers;

/// <summary>Bad input gets an error that says what must be what, what it got, and what to do; odd but legal input a model.</summary>
[TestFixture]
public sealed class BadInputTests
{
    private static readonly Ridge Penalty = new(1e-3);
    private readonly MLContext mlContext = TestData.Context();

    private RegressionCatalog.RegressionTrainers Regression => mlContext.Regression.Trainers;

    private BinaryClassificationCatalog.BinaryClassificationTrainers Binary => mlContext.BinaryClassification.Trainers;

    private MulticlassClassificationCatalog.MulticlassClassificationTrainers Multiclass => mlContext.MulticlassClassification.Trainers;

    [Test]
    public void A_missing_feature_is_an_error_that_names_it()
    {
        List<RegressionExample> examples = TestData.Regression(10);
        examples[4].Features[2] = float.NaN;
        Assert.That(() => Regression.ProximalSdca(new Huber(), Penalty).Fit(TestData.View(mlContext, examples)), Throws.ArgumentException.With.Message.EqualTo(
            "Row 4 of column 'Features' has NaN at slot 2. Replace missing values first, for example with ReplaceMissingValues."));
    }

    [Test]
    public void Skipped_rows_are_counted_and_logged()
    {
        List<RegressionExample> examples = TestData.Regression(20);
        examples[4].Features[2] = float.NaN;
        List<string> warnings = [];
        MLContext logged = TestData.Context();
        logged.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning) warnings.Add(e.RawMessage);
        };
        logged.Regression.Trainers.ProximalSdca(new Huber(), Penalty, new() { SkipInvalidRows = true }).Fit(TestData.View(logged, examples), out TrainingSummary summary);
        Assert.That((summary.RowsRead, summary.RowsSkipped), Is.EqualTo((19L, 1L)));
        Assert.That(warnings, Has.Some.EqualTo("Skipped 1 of 20 rows: a feature, label or weight is missing or not finite."));
    }

    [Test]
    public void A_fit_that_does_not_converge_warns_with_gap_tolerance_and_remedies()
    {
        List<string> warnings = [];
        MLContext logged = TestData.Context();
        logged.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning) warnings.Add(e.RawMessage);
        };
        logged.Regression.Trainers.ProximalSdca(new Huber(), Penalty, new() { MaximumEpochs = 1, Tolerance = 1e-9 }).Fit(TestData.View(logged, TestData.Regression()), out TrainingSummary summary);
        Assert.That(summary.Converged, Is.False);
        Assert.That(warnings, Has.Some.Match("Not converged: after 1 epochs the relative duality gap is .*, above the tolerance 1E-09. Raise MaximumEpochs, raise Tolerance, or strengthen the penalty."));
    }

    [Test]
    public void Empty_data_is_an_error() =>
        Assert.That(() => Regression.ProximalSdca(new Huber(), Penalty).Fit(TestData.View(mlContext, new List<RegressionExample>())), Throws.ArgumentException.With.Message.StartsWith("The training data has no rows."));

    [Test]
    public void One_class_only_is_an_error()
    {
        List<BinaryExample> positive = [.. TestData.Binary().Where(example => example.Label)];
        List<MulticlassExample> low = [.. TestData.Multiclass().Where(example => example.Label == "low")];
        const string Text = "Column 'Label' must have examples of at least two classes with a positive weight, got one class. Check how the label is made and how the data is split.";
        Assert.Multiple(() =>
        {
            Assert.That(() => Binary.ProximalSdca(new Hinge(), Penalty).Fit(TestData.View(mlContext, positive)), Throws.ArgumentException.With.Message.EqualTo(Text));
            Assert.That(() => Binary.ProximalSdcaLogisticRegression(Penalty).Fit(TestData.View(mlContext, positive)), Throws.ArgumentException.With.Message.EqualTo(Text));
            Assert.That(() => Multiclass.ProximalSdca(new SoftmaxCrossEntropy(), Penalty).Fit(TestData.KeyedView(mlContext, low)), Throws.ArgumentException.With.Message.EqualTo(Text));
        });
    }

    [Test]
    public void A_class_whose_examples_all_weigh_0_does_not_count()
    {
        List<BinaryExample> examples = TestData.Binary();
        foreach (BinaryExample example in examples.Where(example => example.Label)) example.Weight = 0;
        Assert.That(() => Binary.ProximalSdca(new Hinge(), Penalty, exampleWeightColumnName: "Weight").Fit(TestData.View(mlContext, examples)), Throws.ArgumentException.With.Message.Contains("got one class"));
    }

    [Test]
    public void A_class_without_examples_is_never_predicted()
    {
        IDataView data = TestData.KeyedView(mlContext, TestData.Multiclass());
        IDataView without = mlContext.Data.FilterByCustomPredicate<Keyed>(data, row => row.Label == 2);
        foreach (ITransformer model in (ITransformer[])[Multiclass.ProximalSdca(new SoftmaxCrossEntropy(), Penalty).Fit(without), Multiclass.ProximalSdca(new CrammerSinger(), Penalty).Fit(without)])
        {
            Assert.That(model.Transform(data).GetColumn<uint>("PredictedLabel"), Has.None.EqualTo(2u));
            Assert.That(model.Transform(data).GetColumn<uint>("PredictedLabel").Distinct().Count(), Is.EqualTo(2));
            Assert.That(model.Transform(data).GetColumn<float[]>("Score").SelectMany(score => score), Has.All.Matches<float>(float.IsFinite));
        }
    }

    [Test]
    public void A_constant_label_trains_the_intercept_only()
    {
        List<RegressionExample> examples = TestData.Regression(30);
        foreach (RegressionExample example in examples) example.Label = 4.5f;
        LinearRegressionModelParameters model = Regression.ProximalSdca(new Huber(), Penalty).Fit(TestData.View(mlContext, examples), out TrainingSummary summary).Model;
        Assert.That(model.Weights, Has.All.EqualTo(0).Within(1e-6));
        Assert.That(model.Bias, Is.EqualTo(4.5f).Within(1e-5));
        Assert.That(summary.Converged, Is.True);
    }

    [Test]
    public void Constant_zero_and_duplicate_columns_and_fewer_rows_than_features_train()
    {
        List<RegressionExample> examples = TestData.Regression(4);
        foreach (RegressionExample example in examples) example.Features = [7, 0, example.Features[0], example.Features[0], example.Features[1]];
        LinearRegressionModelParameters model = Regression.ProximalSdca(new Huber(), Penalty).Fit(TestData.View(mlContext, examples), out TrainingSummary summary).Model;
        Assert.Multiple(() =>
        {
            Assert.That(model.Weights[0], Is.Zero);
            Assert.That(model.Weights[1], Is.Zero);
            Assert.That(model.Weights[2], Is.EqualTo(model.Weights[3]).Within(1e-3));
            Assert.That(summary.Converged, Is.True);
        });
    }

    [Test]
    public void Features_without_any_variance_train_the_intercept_only()
    {
        List<RegressionExample> examples = TestData.Regression(30);
        foreach (RegressionExample example in examples) example.Features = [1, 2, 3, 0, -1];
        LinearRegressionModelParameters model = Regression.CoordinateDescent(new HalfSquared(), Penalty).Fit(TestData.View(mlContext, examples)).Model;
        Assert.That(model.Weights, Has.All.Zero);
        Assert.That(model.Bias, Is.EqualTo(examples.Average(example => example.Label)).Within(1e-4));
    }

    [Test]
    public void Values_of_1e30_and_1e_minus_30_side_by_side_train()
    {
        List<RegressionExample> examples = TestData.Regression(60);
        foreach (RegressionExample example in examples) (example.Features[0], example.Features[1]) = (example.Features[0] * 1e30f, example.Features[1] * 1e-30f);
        RegressionPredictionTransformer<LinearRegressionModelParameters> model = Regression.ProximalSdca(new Huber(), Penalty).Fit(TestData.View(mlContext, examples), out TrainingSummary summary);
        Assert.That(summary.Converged, Is.True);
        Assert.That(model.Model.Weights[0] * 1e30, Is.EqualTo(3).Within(0.2));
        Assert.That(model.Model.Weights[1] * 1e-30, Is.EqualTo(-2).Within(0.2));
    }

    [Test]
    public void A_weight_beyond_single_precision_is_an_error()
    {
        List<RegressionExample> examples = TestData.Regression(60);
        foreach (RegressionExample example in examples) example.Features[0] *= 1e-39f;
        Assert.That(() => Regression.ProximalSdca(new Huber(), Penalty).Fit(TestData.View(mlContext, examples)), Throws.ArgumentException.With.Message.Contains("weight of slot 0 of column 'Features' must fit in single precision"));
    }

    [Test]
    public void Default_of_a_loss_or_penalty_with_parameters_is_an_error()
    {
        Assert.That(() => Regression.ProximalSdca(default(Huber), Penalty), Throws.ArgumentException.With.Message.Contains("got default(Huber). Write new Huber"));
        Assert.That(() => Regression.ProximalSdca(new Huber(), default(ElasticNet)), Throws.ArgumentException.With.Message.Contains("got default(ElasticNet)"));
        Assert.That(() => Multiclass.ProximalSdca(new CrammerSinger(), default(Ridge)), Throws.ArgumentException.With.Message.Contains("got default(Ridge)"));
    }

    [Test]
    public void A_loss_of_other_labels_is_an_error()
    {
        Assert.That(() => Regression.ProximalSdca(new Hinge(), Penalty), Throws.ArgumentException.With.Message.Contains("Hinge takes two classes"));
        Assert.That(() => Binary.ProximalSdca(new Poisson(), Penalty), Throws.ArgumentException.With.Message.Contains("Poisson takes counts"));
        Assert.That(() => Generic(new Poisson()), Throws.ArgumentException.With.Message.Contains("Pass it where its type is known to the compiler"));
    }

    [Test]
    public void Least_squares_on_classes_is_a_classifier() =>
        Assert.That(mlContext.BinaryClassification.EvaluateNonCalibrated(
            Binary.ProximalSdca(new HalfSquared(), Penalty).Fit(TestData.View(mlContext, TestData.Binary())).Transform(TestData.View(mlContext, TestData.Binary()))).Accuracy,
            Is.GreaterThan(0.75));

    [TestCaseSource(nameof(OptionsOutOfRange))]
    public void An_option_out_of_its_range_is_an_error_that_names_it(ProximalSgdOptions options, string message) =>
        Assert.That(() => Regression.ProximalSgd(new Huber(), Penalty, options), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.StartsWith(message));

    [Test]
    public void Options_that_do_not_apply_or_exclude_each_other_are_errors()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => Regression.ProximalSdca(new Huber(), Penalty, new() { ClassWeighting = ClassWeighting.Balanced }), Throws.ArgumentException.With.Message.StartsWith("ClassWeighting and ClassWeights must be left at their defaults for regression"));
            Assert.That(() => Regression.ProximalSdca(new Huber(), Penalty, new() { ClassWeights = [1, 2] }), Throws.ArgumentException);
            Assert.That(() => Binary.ProximalSdca(new Hinge(), Penalty, new() { ScaleEstimation = ScaleEstimation.Concomitant }), Throws.ArgumentException.With.Message.StartsWith("ScaleEstimation must be None for a classifier"));
            Assert.That(() => Regression.ProximalSdca(new Absolute(), Penalty, new() { ScaleEstimation = ScaleEstimation.Concomitant }), Throws.ArgumentException.With.Message.StartsWith("ScaleEstimation must be None for Absolute"));
            Assert.That(() => Binary.ProximalSdca(new Hinge(), Penalty, new() { ClassWeights = [1, 2, 3] }), Throws.ArgumentException.With.Message.Contains("2 weights"));
            Assert.That(() => Binary.ProximalSdca(new Hinge(), Penalty, new() { ClassWeights = [1, 2], ClassWeighting = ClassWeighting.Balanced }), Throws.ArgumentException.With.Message.StartsWith("ClassWeights and ClassWeighting exclude each other"));
            Assert.That(() => Regression.ProximalSdca(new Huber(), Penalty, new() { NonNegative = true, LowerBounds = [0] }), Throws.ArgumentException.With.Message.StartsWith("NonNegative and LowerBounds exclude each other"));
            Assert.That(() => Regression.ProximalSdca(new Huber(), Penalty, labelColumnName: ""), Throws.ArgumentException.With.Message.StartsWith("LabelColumnName must be the name of a column"));
            Assert.That(() => Regression.ProximalSdca(new Huber(), Penalty, options: null!), Throws.ArgumentNullException);
        });
    }

    [Test]
    public void Arrays_of_another_length_are_errors_at_fit()
    {
        IDataView numbers = TestData.View(mlContext, TestData.Regression(10));
        IDataView classes = TestData.KeyedView(mlContext, TestData.Multiclass(30));
        Assert.That(() => Regression.ProximalSdca(new Huber(), Penalty, new() { PenaltyFactors = [1] }).Fit(numbers), Throws.ArgumentException.With.Message.StartsWith("PenaltyFactors must have one value per feature, got 1 for 5 features."));
        Assert.That(() => Multiclass.ProximalSdca(new CrammerSinger(), Penalty, new() { ClassWeights = [1, 2] }).Fit(classes), Throws.ArgumentException.With.Message.StartsWith("ClassWeights must have one weight per class, got 2 for the 3 classes of column 'Label'."));
    }

    private static IEnumerable<TestCaseData> OptionsOutOfRange()
    {
        yield return new(new ProximalSgdOptions { Tolerance = -1 }, "Tolerance must be in [0, 1], got -1.");
        yield return new(new ProximalSgdOptions { Tolerance = double.NaN }, "Tolerance must be in [0, 1], got NaN.");
        yield return new(new ProximalSgdOptions { MaximumEpochs = 0 }, "MaximumEpochs must be at least 1, got 0.");
        yield return new(new ProximalSgdOptions { NumberOfThreads = 0 }, "NumberOfThreads must be at least 1, or null for all cores, got 0.");
        yield return new(new ProximalSgdOptions { LearningRate = 0 }, "LearningRate must be positive and finite, got 0.");
        yield return new(new ProximalSgdOptions { ValidationFraction = 1 }, "ValidationFraction must be in [0, 1), got 1.");
        yield return new(new ProximalSgdOptions { Patience = 0 }, "Patience must be at least 1, got 0.");
        yield return new(new ProximalSgdOptions { Schedule = (LearningRateSchedule)9 }, "Schedule must be a defined value, got 9.");
        yield return new(new ProximalSgdOptions { ClassWeights = [1, -1] }, "ClassWeights must be zero or positive and finite, got -1 at index 1.");
        yield return new(new ProximalSgdOptions { LowerBounds = [1] }, "LowerBounds must be zero or negative (-Infinity for none), got 1 at index 0.");
        yield return new(new ProximalSgdOptions { UpperBounds = [-1] }, "UpperBounds must be zero or positive (Infinity for none), got -1 at index 0.");
        yield return new(new ProximalSgdOptions { PenaltyFactors = [double.NaN] }, "PenaltyFactors must be zero or positive and finite, got NaN at index 0.");
    }

    private void Generic<TLoss>(TLoss loss)
        where TLoss : struct, IDualLoss => Regression.ProximalSdca(loss, Penalty);

    private sealed class Keyed
    {
        [KeyType(3)]
        public uint Label { get; set; }
    }
}
