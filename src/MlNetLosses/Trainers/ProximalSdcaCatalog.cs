using Microsoft.ML.Calibrators;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;
using MlNetLosses.Trainers.Tasks;

namespace Microsoft.ML;

/// <summary>The trainers by proximal stochastic dual coordinate ascent.</summary>
public static class ProximalSdcaCatalog
{
    /// <summary>Trains a linear regression model by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TLoss">The loss of a number, such as Huber, HalfSquared or Quantile.</typeparam>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSdcaRegressionTrainer<LinearRegressionModelParameters, TLoss, TPenalty> ProximalSdca<TLoss, TPenalty>(
        this RegressionCatalog.RegressionTrainers catalog, TLoss loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IStronglyConvexPenalty =>
        catalog.ProximalSdca(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a linear regression model by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TLoss">The loss of a number, such as Huber, HalfSquared or Quantile.</typeparam>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSdcaRegressionTrainer<LinearRegressionModelParameters, TLoss, TPenalty> ProximalSdca<TLoss, TPenalty>(
        this RegressionCatalog.RegressionTrainers catalog, TLoss loss, TPenalty penalty, ProximalSdcaOptions options)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IStronglyConvexPenalty =>
        new(Environment(catalog, options), RegressionTask.Linear, loss, penalty, options);

    /// <summary>Trains a Poisson regression model, which predicts exp(wᵀx + b), by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The Poisson loss; labels are ≥ 0.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSdcaRegressionTrainer<PoissonRegressionModelParameters, Poisson, TPenalty> ProximalSdca<TPenalty>(
        this RegressionCatalog.RegressionTrainers catalog, Poisson loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TPenalty : struct, IStronglyConvexPenalty =>
        catalog.ProximalSdca(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a Poisson regression model, which predicts exp(wᵀx + b), by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The Poisson loss; labels are ≥ 0.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSdcaRegressionTrainer<PoissonRegressionModelParameters, Poisson, TPenalty> ProximalSdca<TPenalty>(
        this RegressionCatalog.RegressionTrainers catalog, Poisson loss, TPenalty penalty, ProximalSdcaOptions options)
        where TPenalty : struct, IStronglyConvexPenalty =>
        new(Environment(catalog, options), RegressionTask.Poisson, loss, penalty, options);

    /// <summary>Trains a linear binary classifier, without probabilities, by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TLoss">The loss of a class, such as Hinge or ModifiedHuber.</typeparam>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSdcaBinaryTrainer<LinearBinaryModelParameters, TLoss, TPenalty> ProximalSdca<TLoss, TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TLoss loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IStronglyConvexPenalty =>
        catalog.ProximalSdca(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a linear binary classifier, without probabilities, by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TLoss">The loss of a class, such as Hinge or ModifiedHuber.</typeparam>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSdcaBinaryTrainer<LinearBinaryModelParameters, TLoss, TPenalty> ProximalSdca<TLoss, TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TLoss loss, TPenalty penalty, ProximalSdcaOptions options)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IStronglyConvexPenalty =>
        new(Environment(catalog, options), BinaryTask.Instance, loss, penalty, options);

    /// <summary>Trains a logistic regression model, a binary classifier with probabilities, by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSdcaBinaryTrainer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>, Logistic, TPenalty> ProximalSdcaLogisticRegression<TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TPenalty : struct, IStronglyConvexPenalty =>
        catalog.ProximalSdcaLogisticRegression(penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a logistic regression model, a binary classifier with probabilities, by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSdcaBinaryTrainer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>, Logistic, TPenalty> ProximalSdcaLogisticRegression<TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TPenalty penalty, ProximalSdcaOptions options)
        where TPenalty : struct, IStronglyConvexPenalty =>
        new(Environment(catalog, options), LogisticRegressionTask.Instance, new Logistic(), penalty, options);

    /// <summary>Trains a maximum entropy classifier (multinomial logistic regression) by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">Softmax cross-entropy, whose scores are probabilities.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSdcaMulticlassTrainer<MaximumEntropyModelParameters, SoftmaxCrossEntropy, TPenalty> ProximalSdca<TPenalty>(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SoftmaxCrossEntropy loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TPenalty : struct, IStronglyConvexPenalty =>
        catalog.ProximalSdca(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a maximum entropy classifier (multinomial logistic regression) by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">Softmax cross-entropy, whose scores are probabilities.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSdcaMulticlassTrainer<MaximumEntropyModelParameters, SoftmaxCrossEntropy, TPenalty> ProximalSdca<TPenalty>(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SoftmaxCrossEntropy loss, TPenalty penalty, ProximalSdcaOptions options)
        where TPenalty : struct, IStronglyConvexPenalty =>
        new(Environment(catalog, options), MulticlassTask.MaximumEntropy, loss, penalty, options);

    /// <summary>Trains a linear multiclass classifier, without probabilities, by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TLoss">The loss of K classes, such as CrammerSinger.</typeparam>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSdcaMulticlassTrainer<LinearMulticlassModelParameters, TLoss, TPenalty> ProximalSdca<TLoss, TPenalty>(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, TLoss loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TLoss : struct, IMulticlassDualLoss
        where TPenalty : struct, IStronglyConvexPenalty =>
        catalog.ProximalSdca(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a linear multiclass classifier, without probabilities, by proximal stochastic dual coordinate ascent.</summary>
    /// <typeparam name="TLoss">The loss of K classes, such as CrammerSinger.</typeparam>
    /// <typeparam name="TPenalty">The penalty; strongly convex: Ridge or ElasticNet.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSdcaMulticlassTrainer<LinearMulticlassModelParameters, TLoss, TPenalty> ProximalSdca<TLoss, TPenalty>(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, TLoss loss, TPenalty penalty, ProximalSdcaOptions options)
        where TLoss : struct, IMulticlassDualLoss
        where TPenalty : struct, IStronglyConvexPenalty =>
        new(Environment(catalog, options), MulticlassTask.Linear, loss, penalty, options);

    private static ProximalSdcaOptions Columns(string label, string feature, string? weight) =>
        new() { LabelColumnName = label, FeatureColumnName = feature, ExampleWeightColumnName = weight };

    private static IHostEnvironment Environment(TrainCatalogBase.CatalogInstantiatorBase catalog, ProximalSdcaOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return NativeSchema.Environment(catalog);
    }
}
