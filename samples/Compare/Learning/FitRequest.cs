using Microsoft.ML;
using MlNetLosses.Samples.Compare.Learning.Tuning;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>What a candidate is to be fitted on, and how.</summary>
/// <param name="MLContext">Of this fit alone: what it draws at random then depends on nothing that ran before.</param>
/// <param name="Train">The rows.</param>
/// <param name="Label">The label's column.</param>
/// <param name="Features">The features' column.</param>
/// <param name="Configuration">What is set otherwise than by default.</param>
/// <param name="Cancellation">Ends the fit of a trainer that listens.</param>
internal sealed record FitRequest(
    MLContext MLContext, IDataView Train, string Label, string Features, Configuration Configuration, CancellationToken Cancellation)
{
    public RegressionCatalog.RegressionTrainers Regression => MLContext.Regression.Trainers;

    public BinaryClassificationCatalog.BinaryClassificationTrainers Binary => MLContext.BinaryClassification.Trainers;

    public MulticlassClassificationCatalog.MulticlassClassificationTrainers Multiclass => MLContext.MulticlassClassification.Trainers;

    /// <summary>The strength of that name.</summary>
    public double this[Hyperparameter strength] => Configuration.Strength(strength);
}
