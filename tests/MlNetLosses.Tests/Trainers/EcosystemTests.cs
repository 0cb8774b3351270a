using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Trainers;

/// <summary>What ML.NET does with its own trainers and models it does with ours.</summary>
[TestFixture]
public sealed class EcosystemTests
{
    private static readonly Ridge Penalty = new(1e-3);
    private readonly MLContext mlContext = TestData.Context();

    [Test]
    public void Cross_validation_of_regression_binary_and_multiclass()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                mlContext.Regression.CrossValidate(Numbers, mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty), numberOfFolds: 3).Select(fold => fold.Metrics.MeanAbsoluteError),
                Has.Exactly(3).LessThan(10));
            Assert.That(
                mlContext.BinaryClassification.CrossValidate(Binary, mlContext.BinaryClassification.Trainers.ProximalSdcaLogisticRegression(Penalty), numberOfFolds: 3).Select(fold => fold.Metrics.AreaUnderRocCurve),
                Has.Exactly(3).GreaterThan(0.8));
            Assert.That(
                mlContext.MulticlassClassification.CrossValidate(Classes, mlContext.MulticlassClassification.Trainers.ProximalSdca(new SoftmaxCrossEntropy(), Penalty), numberOfFolds: 3).Select(fold => fold.Metrics.MicroAccuracy),
                Has.Exactly(3).GreaterThan(0.5));
        });
    }

    [Test]
    public void Permutation_importance_finds_the_features_that_matter()
    {
        LinearRegressionModelParameters model = Fit(Numbers);
        RegressionPredictionTransformer<LinearRegressionModelParameters> transformer = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty).Fit(Numbers);
        ImmutableArray<RegressionMetricsStatistics> importance = mlContext.Regression.PermutationFeatureImportance(transformer, transformer.Transform(Numbers), permutationCount: 3);
        Assert.That(model.Weights, Has.Count.EqualTo(TestData.FeatureCount));
        Assert.That(importance.Select(statistics => statistics.MeanAbsoluteError.Mean).Index().MaxBy(pair => pair.Item).Index, Is.Zero);
    }

    [Test]
    public void Feature_contributions_are_weight_times_feature()
    {
        RegressionPredictionTransformer<LinearRegressionModelParameters> transformer = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty).Fit(Numbers);
        IDataView scored = transformer.Transform(Numbers);
        IDataView contributions = mlContext.Transforms.CalculateFeatureContribution(transformer, normalize: false).Fit(scored).Transform(scored);
        float[] first = contributions.GetColumn<float[]>("FeatureContributions").First(), features = Numbers.GetColumn<float[]>("Features").First();
        Assert.That(first, Is.EqualTo(features.Zip(transformer.Model.Weights, (x, w) => x * w)).Within(1e-4));
    }

    [Test]
    public void One_versus_all_and_pairwise_coupling_train_our_binary_trainers()
    {
        MulticlassClassificationCatalog.MulticlassClassificationTrainers multiclass = mlContext.MulticlassClassification.Trainers;
        BinaryClassificationCatalog.BinaryClassificationTrainers binary = mlContext.BinaryClassification.Trainers;
        Assert.Multiple(() =>
        {
            Assert.That(AccuracyOf(multiclass.OneVersusAll(binary.ProximalSdca(new SmoothedHinge(0.5), Penalty)).Fit(Classes)), Is.GreaterThan(0.6));
            Assert.That(AccuracyOf(multiclass.OneVersusAll(binary.ProximalSdcaLogisticRegression(Penalty)).Fit(Classes)), Is.GreaterThan(0.6));
            Assert.That(AccuracyOf(multiclass.PairwiseCoupling(binary.ProximalSdca(new SmoothedHinge(0.5), Penalty)).Fit(Classes)), Is.GreaterThan(0.6));
        });
    }

    [Test]
    public void A_Platt_calibrator_turns_our_scores_into_probabilities()
    {
        IDataView scored = mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), Penalty).Fit(Binary).Transform(Binary);
        IDataView calibrated = mlContext.BinaryClassification.Calibrators.Platt().Fit(scored).Transform(scored);
        Assert.That(calibrated.GetColumn<float>("Probability"), Has.All.InRange(0, 1));
        Assert.That(mlContext.BinaryClassification.Evaluate(calibrated).LogLoss, Is.LessThan(0.8));
    }

    [Test]
    public void Probabilities_of_logistic_regression_are_the_sigmoid_of_the_score_and_its_threshold_a_half()
    {
        BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> model = mlContext.BinaryClassification.Trainers.ProximalSdcaLogisticRegression(Penalty).Fit(Binary);
        IDataView scored = model.Transform(Binary);
        float[] scores = [.. scored.GetColumn<float>("Score")], probabilities = [.. scored.GetColumn<float>("Probability")];
        Assert.That(probabilities, Is.EqualTo(scores.Select(score => 1 / (1 + Math.Exp(-score)))).Within(1e-6));
        Assert.That(scored.GetColumn<bool>("PredictedLabel"), Is.EqualTo(probabilities.Select(probability => probability > 0.5f)));
    }

    [Test]
    public void Poisson_regression_predicts_the_mean_not_its_logarithm()
    {
        List<RegressionExample> examples = TestData.Counts();
        IDataView data = TestData.View(mlContext, examples);
        RegressionPredictionTransformer<PoissonRegressionModelParameters> model = mlContext.Regression.Trainers.ProximalSdca(new Poisson(), Penalty).Fit(data);
        Assert.That(model.Transform(data).GetColumn<float>("Score").Average(), Is.EqualTo(examples.Average(example => example.Label)).Within(0.01));
    }

    [Test]
    public void A_prediction_engine_predicts()
    {
        RegressionPredictionTransformer<LinearRegressionModelParameters> model = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty).Fit(Numbers);
        using PredictionEngine<RegressionExample, Prediction> engine = mlContext.Model.CreatePredictionEngine<RegressionExample, Prediction>(model);
        RegressionExample example = TestData.Regression()[1];
        Assert.That(engine.Predict(example).Score, Is.EqualTo(example.Label).Within(0.5));
    }

    [Test]
    public void A_pipeline_with_a_cache_and_transforms_trains_the_same_model()
    {
        IEstimator<RegressionPredictionTransformer<LinearRegressionModelParameters>> trainer = mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty);
        EstimatorChain<RegressionPredictionTransformer<LinearRegressionModelParameters>> pipeline = mlContext.Transforms.CopyColumns("Copy", "Features")
            .AppendCacheCheckpoint(mlContext).Append(trainer);
        Assert.That(pipeline.Fit(Numbers).LastTransformer.Model.Weights, Is.EqualTo(trainer.Fit(Numbers).Model.Weights));
    }

    [Test]
    public void A_fit_appears_in_the_log()
    {
        List<string> messages = [];
        MLContext logged = TestData.Context();
        logged.Log += (_, e) => messages.Add(e.Message);
        logged.Regression.Trainers.ProximalSdca(new Huber(), Penalty).Fit(TestData.View(logged, TestData.Regression()));
        Assert.That(messages, Has.Some.Contains("ProximalSdcaRegression").And.Some.Match("Epoch 1: objective .*, relative duality gap").And.Some.Contains("Converged after"));
    }

    private IDataView Numbers => TestData.View(mlContext, TestData.Regression());

    private IDataView Binary => TestData.View(mlContext, TestData.Binary());

    private IDataView Classes => TestData.KeyedView(mlContext, TestData.Multiclass());

    private LinearRegressionModelParameters Fit(IDataView data) => mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty).Fit(data).Model;

    private double AccuracyOf(ITransformer model) => mlContext.MulticlassClassification.Evaluate(model.Transform(Classes)).MicroAccuracy;

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
