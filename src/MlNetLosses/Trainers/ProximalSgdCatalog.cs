using Microsoft.ML.Calibrators;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;
using MlNetLosses.Trainers.Tasks;

namespace Microsoft.ML;

/// <summary>The trainers by proximal stochastic gradient descent.</summary>
public static class ProximalSgdCatalog
{
    /// <summary>Trains a linear regression model by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TLoss">The loss of a number, such as Huber, HalfSquared or Quantile.</typeparam>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSgdRegressionTrainer<LinearRegressionModelParameters, TLoss, TPenalty> ProximalSgd<TLoss, TPenalty>(
        this RegressionCatalog.RegressionTrainers catalog, TLoss loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IPenalty =>
        catalog.ProximalSgd(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a linear regression model by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TLoss">The loss of a number, such as Huber, HalfSquared or Quantile.</typeparam>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSgdRegressionTrainer<LinearRegressionModelParameters, TLoss, TPenalty> ProximalSgd<TLoss, TPenalty>(
        this RegressionCatalog.RegressionTrainers catalog, TLoss loss, TPenalty penalty, ProximalSgdOptions options)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IPenalty =>
        new(Environment(catalog, options), RegressionTask.Linear, loss, penalty, options);

    /// <summary>Trains a Poisson regression model, which predicts exp(wᵀx + b), by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The Poisson loss; labels are ≥ 0.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSgdRegressionTrainer<PoissonRegressionModelParameters, Poisson, TPenalty> ProximalSgd<TPenalty>(
        this RegressionCatalog.RegressionTrainers catalog, Poisson loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TPenalty : struct, IPenalty =>
        catalog.ProximalSgd(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a Poisson regression model, which predicts exp(wᵀx + b), by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The Poisson loss; labels are ≥ 0.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSgdRegressionTrainer<PoissonRegressionModelParameters, Poisson, TPenalty> ProximalSgd<TPenalty>(
        this RegressionCatalog.RegressionTrainers catalog, Poisson loss, TPenalty penalty, ProximalSgdOptions options)
        where TPenalty : struct, IPenalty =>
        new(Environment(catalog, options), RegressionTask.Poisson, loss, penalty, options);

    /// <summary>Trains a linear binary classifier, without probabilities, by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TLoss">The loss of a class, such as Hinge or ModifiedHuber.</typeparam>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSgdBinaryTrainer<LinearBinaryModelParameters, TLoss, TPenalty> ProximalSgd<TLoss, TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TLoss loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IPenalty =>
        catalog.ProximalSgd(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a linear binary classifier, without probabilities, by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TLoss">The loss of a class, such as Hinge or ModifiedHuber.</typeparam>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSgdBinaryTrainer<LinearBinaryModelParameters, TLoss, TPenalty> ProximalSgd<TLoss, TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TLoss loss, TPenalty penalty, ProximalSgdOptions options)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IPenalty =>
        new(Environment(catalog, options), BinaryTask.Instance, loss, penalty, options);

    /// <summary>Trains a logistic regression model, a binary classifier with probabilities, by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSgdBinaryTrainer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>, Logistic, TPenalty> ProximalSgdLogisticRegression<TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TPenalty : struct, IPenalty =>
        catalog.ProximalSgdLogisticRegression(penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a logistic regression model, a binary classifier with probabilities, by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSgdBinaryTrainer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>, Logistic, TPenalty> ProximalSgdLogisticRegression<TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TPenalty penalty, ProximalSgdOptions options)
        where TPenalty : struct, IPenalty =>
        new(Environment(catalog, options), LogisticRegressionTask.Instance, new Logistic(), penalty, options);

    /// <summary>Trains a maximum entropy classifier (multinomial logistic regression) by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">Softmax cross-entropy, whose scores are probabilities.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSgdMulticlassTrainer<MaximumEntropyModelParameters, SoftmaxCrossEntropy, TPenalty> ProximalSgd<TPenalty>(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SoftmaxCrossEntropy loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TPenalty : struct, IPenalty =>
        catalog.ProximalSgd(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a maximum entropy classifier (multinomial logistic regression) by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">Softmax cross-entropy, whose scores are probabilities.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSgdMulticlassTrainer<MaximumEntropyModelParameters, SoftmaxCrossEntropy, TPenalty> ProximalSgd<TPenalty>(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SoftmaxCrossEntropy loss, TPenalty penalty, ProximalSgdOptions options)
        where TPenalty : struct, IPenalty =>
        new(Environment(catalog, options), MulticlassTask.MaximumEntropy, loss, penalty, options);

    /// <summary>Trains a linear multiclass classifier, without probabilities, by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TLoss">The loss of K classes, such as CrammerSinger.</typeparam>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static ProximalSgdMulticlassTrainer<LinearMulticlassModelParameters, TLoss, TPenalty> ProximalSgd<TLoss, TPenalty>(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, TLoss loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TLoss : struct, IMulticlassDualLoss
        where TPenalty : struct, IPenalty =>
        catalog.ProximalSgd(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a linear multiclass classifier, without probabilities, by proximal stochastic gradient descent.</summary>
    /// <typeparam name="TLoss">The loss of K classes, such as CrammerSinger.</typeparam>
    /// <typeparam name="TPenalty">The penalty; any.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static ProximalSgdMulticlassTrainer<LinearMulticlassModelParameters, TLoss, TPenalty> ProximalSgd<TLoss, TPenalty>(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, TLoss loss, TPenalty penalty, ProximalSgdOptions options)
        where TLoss : struct, IMulticlassDualLoss
        where TPenalty : struct, IPenalty =>
        new(Environment(catalog, options), MulticlassTask.Linear, loss, penalty, options);

    private static ProximalSgdOptions Columns(string label, string feature, string? weight) =>
        new() { LabelColumnName = label, FeatureColumnName = feature, ExampleWeightColumnName = weight };

    private static IHostEnvironment Environment(TrainCatalogBase.CatalogInstantiatorBase catalog, ProximalSgdOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return NativeSchema.Environment(catalog);
    }
}
