using Microsoft.ML.Calibrators;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;
using MlNetLosses.Trainers.Tasks;

namespace Microsoft.ML;

/// <summary>The trainers by coordinate descent.</summary>
public static class CoordinateDescentCatalog
{
    /// <summary>Trains a linear regression model by coordinate descent.</summary>
    /// <typeparam name="TLoss">The smooth loss of a number, such as Huber or HalfSquared.</typeparam>
    /// <typeparam name="TPenalty">The penalty; any, pure Lasso included.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static CoordinateDescentRegressionTrainer<LinearRegressionModelParameters, TLoss, TPenalty> CoordinateDescent<TLoss, TPenalty>(
        this RegressionCatalog.RegressionTrainers catalog, TLoss loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TLoss : struct, ICurvedLoss
        where TPenalty : struct, IPenalty =>
        catalog.CoordinateDescent(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a linear regression model by coordinate descent.</summary>
    /// <typeparam name="TLoss">The smooth loss of a number, such as Huber or HalfSquared.</typeparam>
    /// <typeparam name="TPenalty">The penalty; any, pure Lasso included.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static CoordinateDescentRegressionTrainer<LinearRegressionModelParameters, TLoss, TPenalty> CoordinateDescent<TLoss, TPenalty>(
        this RegressionCatalog.RegressionTrainers catalog, TLoss loss, TPenalty penalty, CoordinateDescentOptions options)
        where TLoss : struct, ICurvedLoss
        where TPenalty : struct, IPenalty =>
        new(Environment(catalog, options), RegressionTask.Linear, loss, penalty, options);

    /// <summary>Trains a linear binary classifier, without probabilities, by coordinate descent.</summary>
    /// <typeparam name="TLoss">The smooth loss of a class, such as SquaredHinge or Logistic.</typeparam>
    /// <typeparam name="TPenalty">The penalty; any, pure Lasso included.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static CoordinateDescentBinaryTrainer<LinearBinaryModelParameters, TLoss, TPenalty> CoordinateDescent<TLoss, TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TLoss loss, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TLoss : struct, ICurvedLoss
        where TPenalty : struct, IPenalty =>
        catalog.CoordinateDescent(loss, penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a linear binary classifier, without probabilities, by coordinate descent.</summary>
    /// <typeparam name="TLoss">The smooth loss of a class, such as SquaredHinge or Logistic.</typeparam>
    /// <typeparam name="TPenalty">The penalty; any, pure Lasso included.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static CoordinateDescentBinaryTrainer<LinearBinaryModelParameters, TLoss, TPenalty> CoordinateDescent<TLoss, TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TLoss loss, TPenalty penalty, CoordinateDescentOptions options)
        where TLoss : struct, ICurvedLoss
        where TPenalty : struct, IPenalty =>
        new(Environment(catalog, options), BinaryTask.Instance, loss, penalty, options);

    /// <summary>Trains a logistic regression model, a binary classifier with probabilities, by coordinate descent.</summary>
    /// <typeparam name="TPenalty">The penalty; any, pure Lasso included.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="featureColumnName">The feature column, a known-size vector of Single.</param>
    /// <param name="exampleWeightColumnName">The column of example weights, Single; null: all examples count alike.</param>
    /// <exception cref="ArgumentException">Loss and penalty do not suit the task.</exception>
    public static CoordinateDescentBinaryTrainer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>, Logistic, TPenalty> CoordinateDescentLogisticRegression<TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TPenalty penalty, string labelColumnName = "Label",
        string featureColumnName = "Features", string? exampleWeightColumnName = null)
        where TPenalty : struct, IPenalty =>
        catalog.CoordinateDescentLogisticRegression(penalty, Columns(labelColumnName, featureColumnName, exampleWeightColumnName));

    /// <summary>Trains a logistic regression model, a binary classifier with probabilities, by coordinate descent.</summary>
    /// <typeparam name="TPenalty">The penalty; any, pure Lasso included.</typeparam>
    /// <param name="catalog">The catalog.</param>
    /// <param name="penalty">The penalty, with its λ₁ and λ₂.</param>
    /// <param name="options">Everything else; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Loss, penalty and options do not suit each other or the task.</exception>
    public static CoordinateDescentBinaryTrainer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>, Logistic, TPenalty> CoordinateDescentLogisticRegression<TPenalty>(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, TPenalty penalty, CoordinateDescentOptions options)
        where TPenalty : struct, IPenalty =>
        new(Environment(catalog, options), LogisticRegressionTask.Instance, new Logistic(), penalty, options);

    private static CoordinateDescentOptions Columns(string label, string feature, string? weight) =>
        new() { LabelColumnName = label, FeatureColumnName = feature, ExampleWeightColumnName = weight };

    private static IHostEnvironment Environment(TrainCatalogBase.CatalogInstantiatorBase catalog, CoordinateDescentOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return NativeSchema.Environment(catalog);
    }
}
