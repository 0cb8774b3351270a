using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;

namespace MlNetLosses.Tests.Trainers;

/// <summary>What every trainer promises: weights, warm starts, the same bits again, progress, cancellation, the options' effects.</summary>
[TestFixture]
public sealed class TrainerTests
{
    private static readonly ElasticNet Penalty = new(1e-3, 1e-2);
    private readonly MLContext mlContext = TestData.Context();

    private IDataView Numbers => TestData.View(mlContext, TestData.Regression());

    private IDataView Binary => TestData.View(mlContext, TestData.Binary());

    private IDataView Classes => TestData.KeyedView(mlContext, TestData.Multiclass());

    [Test]
    public void Integer_weights_equal_repeated_rows()
    {
        List<RegressionExample> examples = TestData.Regression(60);
        List<RegressionExample> repeated = [.. examples.SelectMany(example => Enumerable.Repeat(example, (int)example.Weight))];
        ProximalSdcaOptions tight = new() { Tolerance = 1e-10, ExampleWeightColumnName = "Weight" };
        LinearRegressionModelParameters weighted = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, tight).Fit(TestData.View(mlContext, examples)).Model;
        LinearRegressionModelParameters other = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, new() { Tolerance = 1e-10 }).Fit(TestData.View(mlContext, repeated)).Model;
        AssertClose(weighted, other, 1e-4);
    }

    [Test]
    public void A_row_of_weight_0_has_no_influence()
    {
        List<RegressionExample> examples = TestData.Regression(60);
        foreach (RegressionExample example in examples) example.Weight = example.Label > 20 ? 0 : 1;
        ProximalSdcaOptions options = new() { Tolerance = 1e-10, ExampleWeightColumnName = "Weight" };
        LinearRegressionModelParameters weighted = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, options).Fit(TestData.View(mlContext, examples)).Model;
        LinearRegressionModelParameters without = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, options).Fit(TestData.View(mlContext, examples.Where(example => example.Weight > 0).ToList())).Model;
        AssertClose(weighted, without, 1e-4);
    }

    [Test]
    public void Class_weights_equal_example_weights()
    {
        List<BinaryExample> examples = TestData.Binary();
        foreach (BinaryExample example in examples) example.Weight = example.Label ? 5 : 2;
        LinearBinaryModelParameters expected = FitHinge(examples, new() { ExampleWeightColumnName = "Weight" });
        Assert.That(FitHinge(examples, new() { ClassWeights = [2, 5] }).Weights, Is.EqualTo(expected.Weights));
    }

    [Test]
    public void Balanced_class_weights_are_n_over_K_times_n_k()
    {
        List<BinaryExample> examples = TestData.Binary();
        double n = examples.Count, positive = examples.Count(example => example.Label);
        LinearBinaryModelParameters expected = FitHinge(examples, new() { ClassWeights = [n / (2 * (n - positive)), n / (2 * positive)] });
        Assert.That(FitHinge(examples, new() { ClassWeighting = ClassWeighting.Balanced }).Weights, Is.EqualTo(expected.Weights));
    }

    [Test]
    public void Class_weights_of_a_multiclass_trainer_move_predictions_to_the_heavy_class()
    {
        ITransformer heavy = mlContext.MulticlassClassification.Trainers.ProximalSdca(new SoftmaxCrossEntropy(), Penalty, new() { ClassWeights = [1, 1, 50] }).Fit(Classes);
        ITransformer plain = mlContext.MulticlassClassification.Trainers.ProximalSdca(new SoftmaxCrossEntropy(), Penalty, new() { ClassWeighting = ClassWeighting.Balanced }).Fit(Classes);
        Assert.That(CountOf(heavy, 3), Is.GreaterThan(CountOf(plain, 3)));

        int CountOf(ITransformer model, uint key) => model.Transform(Classes).GetColumn<uint>("PredictedLabel").Count(predicted => predicted == key);
    }

    [Test]
    public void Sparse_rows_train_the_model_of_dense_rows()
    {
        Random random = new(2);
        List<(float[] X, float Y)> rows = [.. Enumerable.Range(0, 80).Select(_ =>
        {
            float[] x = [.. Enumerable.Range(0, 20).Select(_ => random.Next(10) == 0 ? (float)TestData.Normal(random) : 0)];
            return (x, x[0] - 2 * x[1] + 0.1f * (float)TestData.Normal(random));
        })];
        IEnumerable<WideExample> dense = rows.Select(row => new WideExample { Features = new(20, row.X), Label = row.Y });
        IEnumerable<WideExample> sparse = rows.Select(row =>
        {
            int[] slots = [.. Enumerable.Range(0, 20).Where(j => row.X[j] != 0)];
            return new WideExample { Features = new(20, slots.Length, [.. slots.Select(j => row.X[j])], slots), Label = row.Y };
        });
        ProximalSdcaOptions options = new() { Tolerance = 1e-10 };
        LinearRegressionModelParameters ofDense = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, options).Fit(TestData.View(mlContext, dense.ToList())).Model;
        LinearRegressionModelParameters ofSparse = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, options).Fit(TestData.View(mlContext, sparse.ToList())).Model;
        Assert.That(ofSparse.Weights, Is.EqualTo(ofDense.Weights).Within(1e-4));
        Assert.That(ofSparse.Bias, Is.EqualTo(ofDense.Bias).Within(1e-4));
    }

    [Test]
    public void Labels_of_Boolean_0_and_1_and_minus_and_plus_one_train_the_same_model()
    {
        List<BinaryExample> examples = TestData.Binary();
        IReadOnlyList<float> expected = FitHinge(examples, new()).Weights;
        foreach (float negative in (float[])[0, -1])
        {
            IEnumerable<RegressionExample> numbers = examples.Select(example => new RegressionExample { Features = example.Features, Label = example.Label ? 1 : negative });
            Assert.That(mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), Penalty, new() { Seed = 1 }).Fit(TestData.View(mlContext, numbers.ToList())).Model.Weights, Is.EqualTo(expected));
        }
    }

    [Test]
    public void The_same_bits_on_1_2_and_3_threads_and_on_a_second_fit()
    {
        uint[]? expected = null;
        foreach (int threads in (int[])[1, 2, 3])
        {
            ProximalSdcaRegressionTrainer<LinearRegressionModelParameters, Huber, ElasticNet> sdca = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, new() { Seed = 4, NumberOfThreads = threads });
            ProximalSgdRegressionTrainer<LinearRegressionModelParameters, Huber, ElasticNet> sgd = mlContext.Regression.Trainers.ProximalSgd(new Huber(), Penalty, new() { Seed = 4, NumberOfThreads = threads });
            CoordinateDescentRegressionTrainer<LinearRegressionModelParameters, Huber, ElasticNet> descent = mlContext.Regression.Trainers.CoordinateDescent(new Huber(), Penalty, new() { NumberOfThreads = threads });
            for (int fit = 0; fit < 2; fit++)
            {
                uint[] bits = [.. Bits(sdca.Fit(Numbers).Model), .. Bits(sgd.Fit(Numbers).Model), .. Bits(descent.Fit(Numbers).Model)];
                Assert.That(bits, Is.EqualTo(expected ??= bits));
            }
        }
    }

    [Test]
    public void Without_a_seed_the_context_gives_it_and_a_second_fit_repeats_it()
    {
        ProximalSgdRegressionTrainer<LinearRegressionModelParameters, Huber, ElasticNet> first = new MLContext(9).Regression.Trainers.ProximalSgd(new Huber(), Penalty);
        ProximalSgdRegressionTrainer<LinearRegressionModelParameters, Huber, ElasticNet> second = new MLContext(9).Regression.Trainers.ProximalSgd(new Huber(), Penalty);
        ProximalSgdRegressionTrainer<LinearRegressionModelParameters, Huber, ElasticNet> other = new MLContext(10).Regression.Trainers.ProximalSgd(new Huber(), Penalty);
        uint[] bits = Bits(first.Fit(Numbers).Model);
        Assert.Multiple(() =>
        {
            Assert.That(Bits(first.Fit(Numbers).Model), Is.EqualTo(bits));
            Assert.That(Bits(second.Fit(Numbers).Model), Is.EqualTo(bits));
            Assert.That(Bits(other.Fit(Numbers).Model), Is.Not.EqualTo(bits));
        });
    }

    [Test]
    public void A_warm_start_from_our_model_and_from_a_native_one_ends_at_the_same_optimum()
    {
        ProximalSdcaRegressionTrainer<LinearRegressionModelParameters, Huber, ElasticNet> trainer = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, new() { Tolerance = 1e-9 });
        LinearRegressionModelParameters cold = trainer.Fit(Numbers, out TrainingSummary coldSummary).Model;
        LinearRegressionModelParameters native = mlContext.Regression.Trainers.Sdca().Fit(Numbers).Model;
        LinearRegressionModelParameters warm = trainer.Fit(Numbers, cold, out TrainingSummary warmSummary).Model;
        Assert.Multiple(() =>
        {
            Assert.That(warmSummary.Epochs, Is.LessThanOrEqualTo(coldSummary.Epochs));
            AssertClose(warm, cold, 1e-3);
            AssertClose(trainer.Fit(Numbers, native).Model, cold, 1e-3);
        });
    }

    [Test]
    public void A_native_trainer_starts_from_our_model()
    {
        LinearBinaryModelParameters ours = FitHinge(TestData.Binary(), new());
        LinearBinaryModelParameters theirs = mlContext.BinaryClassification.Trainers.AveragedPerceptron(learningRate: 1e-9f, numberOfIterations: 1).Fit(Binary, ours).Model;
        Assert.That(theirs.Weights, Is.EqualTo(ours.Weights).Within(2).Percent);
    }

    [Test]
    public void Warm_starts_of_classifiers()
    {
        ProximalSdcaOptions options = new() { Tolerance = 1e-6, Seed = 1 };
        ITransformer[] logistic = WarmLogistic();
        ITransformer[] multiclass = WarmMulticlass();
        Assert.That(ScoresOf(logistic[1], Binary), Is.EqualTo(ScoresOf(logistic[0], Binary)).Within(0.05));
        Assert.That(ScoresOf(multiclass[1], Classes), Is.EqualTo(ScoresOf(multiclass[0], Classes)).Within(0.05));

        ITransformer[] WarmLogistic()
        {
            ProximalSdcaBinaryTrainer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>, Logistic, ElasticNet> trainer = mlContext.BinaryClassification.Trainers.ProximalSdcaLogisticRegression(Penalty, options);
            return [trainer.Fit(Binary), trainer.Fit(Binary, mlContext.BinaryClassification.Trainers.LbfgsLogisticRegression().Fit(Binary).Model.SubModel)];
        }

        ITransformer[] WarmMulticlass()
        {
            ProximalSdcaMulticlassTrainer<MaximumEntropyModelParameters, SoftmaxCrossEntropy, ElasticNet> trainer = mlContext.MulticlassClassification.Trainers.ProximalSdca(new SoftmaxCrossEntropy(), Penalty, options);
            return [trainer.Fit(Classes), trainer.Fit(Classes, mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(Classes).Model)];
        }
    }

    [Test]
    public void A_warm_start_from_a_model_that_lacked_a_class_learns_it()
    {
        IDataView without = mlContext.Data.FilterByCustomPredicate<Keyed>(Classes, row => row.Label == 2);
        ProximalSdcaMulticlassTrainer<MaximumEntropyModelParameters, SoftmaxCrossEntropy, ElasticNet> trainer = mlContext.MulticlassClassification.Trainers.ProximalSdca(new SoftmaxCrossEntropy(), Penalty, new() { Tolerance = 1e-6 });
        ITransformer warm = trainer.Fit(Classes, trainer.Fit(without).Model, out TrainingSummary summary);
        Assert.That(summary.Converged, Is.True);
        Assert.That(ScoresOf(warm, Classes), Is.EqualTo(ScoresOf(trainer.Fit(Classes), Classes)).Within(0.05));
    }

    [Test]
    public void A_warm_start_of_another_size_is_an_error()
    {
        LinearRegressionModelParameters wide = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty).Fit(TestData.View(mlContext, [new WideExample { Features = new(20, new float[20]) }])).Model;
        Assert.That(() => mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty).Fit(Numbers, wide), Throws.ArgumentException.With.Message.EqualTo(
            "The initial model must have one weight per slot of column 'Features', got 20 weights for 5 slots. Start from a model of the same features."));
    }

    [Test]
    public void Progress_is_told_each_certificate_and_the_summary_is_the_last()
    {
        List<TrainingProgress> told = [];
        mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, new() { Progress = new Recorder(told.Add) }).Fit(Numbers, out TrainingSummary summary);
        Assert.Multiple(() =>
        {
            Assert.That(told, Is.Not.Empty);
            Assert.That(told.Select(progress => progress.Epoch), Is.Ordered);
            Assert.That(told[^1].Certificate, Is.EqualTo(summary.Certificate));
            Assert.That(told[^1].Epoch, Is.EqualTo(summary.Epochs));
        });
    }

    [Test]
    public void The_summary_tells_how_the_fit_went()
    {
        LinearRegressionModelParameters model = mlContext.Regression.Trainers.ProximalSdca(new Huber(), new ElasticNet(0.3, 1e-2)).Fit(Numbers, out TrainingSummary summary).Model;
        Assert.Multiple(() =>
        {
            Assert.That(summary.Converged, Is.True);
            Assert.That(summary.RelativeGap, Is.InRange(0, 1e-4));
            Assert.That(summary.DualityGap, Is.GreaterThanOrEqualTo(0));
            Assert.That(summary.NonZeroWeights, Is.EqualTo(model.Weights.Count(weight => weight != 0)).And.LessThan(TestData.FeatureCount));
            Assert.That(summary.RowsRead, Is.EqualTo(120));
            Assert.That(summary.Scale, Is.Null);
            Assert.That(summary.ToString(), Does.StartWith("Converged after "));
        });
    }

    [Test]
    public void Fits_are_cancelled_by_the_token_and_by_the_context()
    {
        Ridge endless = new(1e-12);
        using CancellationTokenSource source = new();
        ProximalSdcaOptions byToken = new() { CancellationToken = source.Token, Progress = new Recorder(_ => source.Cancel()), Tolerance = 0 };
        Assert.That(() => mlContext.Regression.Trainers.ProximalSdca(new Huber(), endless, byToken).Fit(Numbers), Throws.InstanceOf<OperationCanceledException>());

        MLContext cancelled = TestData.Context();
        ProximalSdcaOptions byContext = new() { Progress = new Recorder(_ => CancelExecution(cancelled)), Tolerance = 0 };
        Assert.That(() => cancelled.Regression.Trainers.ProximalSdca(new Huber(), endless, byContext).Fit(TestData.View(cancelled, TestData.Regression())), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Options_changed_after_a_trainer_is_made_do_not_reach_it()
    {
        ProximalSdcaOptions options = new() { Seed = 1, UpperBounds = [9, 9, 9, 9, 9] };
        ProximalSdcaRegressionTrainer<LinearRegressionModelParameters, Huber, ElasticNet> trainer = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, options);
        uint[] before = Bits(trainer.Fit(Numbers).Model);
        options.Standardize = false;
        options.LabelColumnName = "Nothing";
        Array.Clear(options.UpperBounds);
        Assert.That(Bits(trainer.Fit(Numbers).Model), Is.EqualTo(before));
    }

    [Test]
    public void Bounds_non_negativity_penalty_factors_and_no_intercept_reach_the_model()
    {
        LinearRegressionModelParameters Fit(ProximalSdcaOptions options) => mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, options).Fit(Numbers).Model;
        Assert.Multiple(() =>
        {
            Assert.That(Fit(new() { NonNegative = true }).Weights, Has.All.GreaterThanOrEqualTo(0));
            Assert.That(Fit(new() { UpperBounds = [1, 1, 1, 1, 1] }).Weights[0], Is.EqualTo(1));
            Assert.That(Fit(new() { LowerBounds = [0, -1, 0, 0, 0] }).Weights[1], Is.EqualTo(-1));
            Assert.That(Fit(new() { PenaltyFactors = [1e6, 1, 1, 1, 1] }).Weights[0], Is.EqualTo(0).Within(1e-3));
            Assert.That(Fit(new() { FitIntercept = false }).Bias, Is.Zero);
        });
    }

    [TestCase(ScaleEstimation.MedianAbsoluteDeviation)]
    [TestCase(ScaleEstimation.Concomitant)]
    public void A_robust_scale_is_estimated_and_told(ScaleEstimation estimation)
    {
        LinearRegressionModelParameters model = mlContext.Regression.Trainers.ProximalSdca(new Huber(), new Ridge(1e-3), new() { ScaleEstimation = estimation }).Fit(Numbers, out TrainingSummary summary).Model;
        Assert.That(summary.Scale, Is.GreaterThan(0).And.LessThan(10));
        Assert.That(model.Weights[0], Is.EqualTo(3).Within(0.2));
    }

    [Test]
    public void A_collapsed_scale_is_warned_of()
    {
        List<RegressionExample> examples = TestData.Regression();
        foreach (RegressionExample example in examples.Where(example => example.Label < 20)) example.Label = example.Features[4];
        List<string> messages = [];
        mlContext.Log += (_, e) => messages.Add(e.Message);
        mlContext.Regression.Trainers.CoordinateDescent(new Huber(), new NoPenalty(), new() { ScaleEstimation = ScaleEstimation.MedianAbsoluteDeviation })
            .Fit(TestData.View(mlContext, examples));
        Assert.That(messages, Has.Some.Contains("The noise scale collapsed to its floor"));
    }

    [Test]
    public void Logistic_regression_is_the_same_model_by_every_solver()
    {
        BinaryClassificationCatalog.BinaryClassificationTrainers trainers = mlContext.BinaryClassification.Trainers;
        IReadOnlyList<float> sdca = trainers.ProximalSdcaLogisticRegression(Penalty, new() { Tolerance = 1e-8 }).Fit(Binary).Model.SubModel.Weights;
        IReadOnlyList<float> descent = trainers.CoordinateDescentLogisticRegression(Penalty, new() { Tolerance = 1e-8 }).Fit(Binary).Model.SubModel.Weights;
        IReadOnlyList<float> sgd = trainers.ProximalSgdLogisticRegression(Penalty, new() { MaximumEpochs = 500, Tolerance = 1e-4 }).Fit(Binary).Model.SubModel.Weights;
        Assert.That(descent, Is.EqualTo(sdca).Within(1).Percent);
        Assert.That(sgd, Is.EqualTo(sdca).Within(20).Percent);
    }

    [Test]
    public void Stochastic_gradient_descent_comes_near_the_optimum()
    {
        LinearRegressionModelParameters exact = mlContext.Regression.Trainers.CoordinateDescent(new Huber(), Penalty).Fit(Numbers).Model;
        LinearRegressionModelParameters model = mlContext.Regression.Trainers.ProximalSgd(new Huber(), Penalty, new() { MaximumEpochs = 500 }).Fit(Numbers).Model;
        AssertClose(model, exact, 0.3);
    }

    private LinearBinaryModelParameters FitHinge(List<BinaryExample> examples, ProximalSdcaOptions options)
    {
        options.Seed = 1;
        return mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), Penalty, options).Fit(TestData.View(mlContext, examples)).Model;
    }

    private static void AssertClose(LinearModelParameters actual, LinearModelParameters expected, double tolerance)
    {
        Assert.That(Predictions(actual), Is.EqualTo(Predictions(expected)).Within(tolerance));

        static IEnumerable<double> Predictions(LinearModelParameters model) =>
            TestData.Regression().Select(example => model.Bias + example.Features.Zip(model.Weights, (x, w) => (double)x * w).Sum());
    }

    private static uint[] Bits(LinearModelParameters model) => [.. model.Weights.Append(model.Bias).Select(BitConverter.SingleToUInt32Bits)];

    private static float[] ScoresOf(ITransformer model, IDataView data)
    {
        IDataView scored = model.Transform(data);
        return scored.Schema["Score"].Type is VectorDataViewType
            ? [.. scored.GetColumn<float[]>("Score").SelectMany(row => row)]
            : [.. scored.GetColumn<float>("Score")];
    }

    /// <summary>Internal: AutoML calls it when its time is up.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern void CancelExecution(MLContext mlContext);

    private sealed class Recorder(Action<TrainingProgress> record) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => record(value);
    }

    private sealed class WideExample
    {
        [VectorType(20)]
        public VBuffer<float> Features { get; set; }

        public float Label { get; set; }
    }

    private sealed class Keyed
    {
        [KeyType(3)]
        public uint Label { get; set; }
    }
}
