using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Trainers;
using MlNetLosses.Trainers.Tasks;

namespace Microsoft.ML;

/// <summary>The trainers of regularisation paths: elastic nets whose λ is chosen by cross-validation.</summary>
public static class ElasticNetPathCatalog
{
    /// <summary>Trains a linear regression model whose λ is chosen by cross-validation.</summary>
    /// <typeparam name="TLoss">The loss of a number: HalfSquared, Huber, LogCosh or SquaredEpsilonInsensitive.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="l1Ratio">α, the share of L1 in the penalty λ (α‖w‖₁ + ½ (1 − α)‖w‖²): 1 is the Lasso, 0 ridge.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l1Ratio"/> is not in [0, 1].</exception>
    /// <exception cref="ArgumentException">The loss does not suit the task.</exception>
    public static ElasticNetPathTrainer<RegressionPredictionTransformer<LinearRegressionModelParameters>, LinearRegressionModelParameters, TLoss> ElasticNetPath<TLoss>(
        this RegressionCatalog.RegressionTrainers catalog, TLoss loss, double l1Ratio = 1, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TLoss : struct, ICurvedLoss =>
        catalog.ElasticNetPath(loss, Options(l1Ratio, labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a linear regression model whose λ is chosen by cross-validation.</summary>
    /// <typeparam name="TLoss">The loss of a number: HalfSquared, Huber, LogCosh or SquaredEpsilonInsensitive.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss and options do not suit each other or the task.</exception>
    public static ElasticNetPathTrainer<RegressionPredictionTransformer<LinearRegressionModelParameters>, LinearRegressionModelParameters, TLoss> ElasticNetPath<TLoss>(
        this RegressionCatalog.RegressionTrainers catalog, TLoss loss, ElasticNetPathOptions options)
        where TLoss : struct, ICurvedLoss =>
        new(Environment(catalog, options), RegressionTask.Linear, loss, options);

    /// <summary>Trains a Poisson regression model, which predicts exp(wᵀx + b), and whose λ is chosen by cross-validation.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The Poisson loss; labels are ≥ 0.</param>
    /// <param name="l1Ratio">α, the share of L1 in the penalty λ (α‖w‖₁ + ½ (1 − α)‖w‖²): 1 is the Lasso, 0 ridge.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l1Ratio"/> is not in [0, 1].</exception>
    /// <exception cref="ArgumentException">The loss does not suit the task.</exception>
    public static ElasticNetPathTrainer<RegressionPredictionTransformer<PoissonRegressionModelParameters>, PoissonRegressionModelParameters, Poisson> ElasticNetPath(
        this RegressionCatalog.RegressionTrainers catalog, Poisson loss, double l1Ratio = 1, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null) =>
        catalog.ElasticNetPath(loss, Options(l1Ratio, labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a Poisson regression model, which predicts exp(wᵀx + b), and whose λ is chosen by cross-validation.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The Poisson loss; labels are ≥ 0.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss and options do not suit each other or the task.</exception>
    public static ElasticNetPathTrainer<RegressionPredictionTransformer<PoissonRegressionModelParameters>, PoissonRegressionModelParameters, Poisson> ElasticNetPath(
        this RegressionCatalog.RegressionTrainers catalog, Poisson loss, ElasticNetPathOptions options) =>
        new(Environment(catalog, options), RegressionTask.Poisson, loss, options);

    /// <summary>Trains a linear binary classifier, without probabilities, whose λ is chosen by cross-validation.</summary>
    /// <typeparam name="TLoss">The loss of a class, such as SquaredHinge, SmoothedHinge or Logistic.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="l1Ratio">α, the share of L1 in the penalty λ (α‖w‖₁ + ½ (1 − α)‖w‖²): 1 is the Lasso, 0 ridge.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l1Ratio"/> is not in [0, 1].</exception>
    /// <exception cref="ArgumentException">The loss does not suit the task.</exception>
    public static ElasticNetPathTrainer<BinaryPredictionTransformer<LinearBinaryModelParameters>, LinearBinaryModelParameters, TLoss> ElasticNetPath<TLoss>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TLoss loss, double l1Ratio = 1, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TLoss : struct, ICurvedLoss =>
        catalog.ElasticNetPath(loss, Options(l1Ratio, labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a linear binary classifier, without probabilities, whose λ is chosen by cross-validation.</summary>
    /// <typeparam name="TLoss">The loss of a class, such as SquaredHinge, SmoothedHinge or Logistic.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss and options do not suit each other or the task.</exception>
    public static ElasticNetPathTrainer<BinaryPredictionTransformer<LinearBinaryModelParameters>, LinearBinaryModelParameters, TLoss> ElasticNetPath<TLoss>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TLoss loss, ElasticNetPathOptions options)
        where TLoss : struct, ICurvedLoss =>
        new(Environment(catalog, options), BinaryTask.Instance, loss, options);

    /// <summary>Trains a logistic regression model, a binary classifier with probabilities, whose λ is chosen by cross-validation.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="l1Ratio">α, the share of L1 in the penalty λ (α‖w‖₁ + ½ (1 − α)‖w‖²): 1 is the Lasso, 0 ridge.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l1Ratio"/> is not in [0, 1].</exception>
    /// <exception cref="ArgumentException">The loss does not suit the task.</exception>
    public static ElasticNetPathTrainer<BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>, CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>, Logistic> ElasticNetPathLogisticRegression(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, double l1Ratio = 1, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null) =>
        catalog.ElasticNetPathLogisticRegression(Options(l1Ratio, labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a logistic regression model, a binary classifier with probabilities, whose λ is chosen by cross-validation.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss and options do not suit each other or the task.</exception>
    public static ElasticNetPathTrainer<BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>, CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>, Logistic> ElasticNetPathLogisticRegression(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, ElasticNetPathOptions options) =>
        new(Environment(catalog, options), LogisticRegressionTask.Instance, new Logistic(), options);

    private static ElasticNetPathOptions Options(double l1Ratio, string label, string feature, string? weight) =>
        new() { L1Ratios = [l1Ratio], LabelColumnName = label, FeatureColumnName = feature, ExampleWeightColumnName = weight };

    private static IHostEnvironment Environment(TrainCatalogBase.CatalogInstantiatorBase catalog, ElasticNetPathOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return NativeSchema.Environment(catalog);
    }
}
