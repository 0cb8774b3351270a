using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Explanation;
using MlNetLosses.Inference;
using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;

namespace Microsoft.ML;

/// <summary>The coefficients of linear models, by the names of their features.</summary>
/// <remarks>
/// The models may come from this library or from ML.NET's own trainers. Weights are those of the slots of the feature column, as the
/// trainer saw it: behind a normaliser, of the normalised features.
/// </remarks>
public static class CoefficientExtensions
{
    private const string DefaultFeatureColumn = "Features";

    /// <summary>The weights of a model, by name.</summary>
    /// <param name="model">The model.</param>
    /// <param name="slotNames">One name per weight; by default, and where a name is empty, slots are called <c>Features[12]</c>.</param>
    /// <exception cref="ArgumentException">There is another number of names than of weights.</exception>
    public static CoefficientTable Coefficients(this LinearModelParameters model, VBuffer<ReadOnlyMemory<char>> slotNames = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return NamedModel.Of(model, slotNames, DefaultFeatureColumn).ToTable();
    }

    /// <summary>The weights of a model, by the slot names of its feature column.</summary>
    /// <param name="model">The model: of regression, or of binary classification without probabilities.</param>
    /// <param name="schema">The schema of the data as the model sees it, behind all transforms; that of its output will do.</param>
    /// <exception cref="ArgumentException">The feature column is missing, or is not one that the model was trained on.</exception>
    public static CoefficientTable Coefficients(this ISingleFeaturePredictionTransformer<LinearModelParameters> model, DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(schema);
        return NamedModel.Of(model.Model, schema, model.FeatureColumnName).ToTable();
    }

    /// <summary>The weights of a calibrated binary classifier, by the slot names of its feature column.</summary>
    /// <typeparam name="TModel">The linear model, whose score is calibrated.</typeparam>
    /// <typeparam name="TCalibrator">The calibrator; it plays no part.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="schema"><inheritdoc cref="Coefficients(ISingleFeaturePredictionTransformer{LinearModelParameters}, DataViewSchema)" path="/param[@name='schema']"/></param>
    /// <inheritdoc cref="Coefficients(ISingleFeaturePredictionTransformer{LinearModelParameters}, DataViewSchema)" path="/exception"/>
    public static CoefficientTable Coefficients<TModel, TCalibrator>(
        this ISingleFeaturePredictionTransformer<CalibratedModelParametersBase<TModel, TCalibrator>> model, DataViewSchema schema)
        where TModel : LinearModelParameters
        where TCalibrator : class, ICalibrator
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(schema);
        return NamedModel.Of(model.Model.SubModel, schema, model.FeatureColumnName).ToTable();
    }

    /// <summary>The weights of a model by name, also as they would be of features with a standard deviation of 1.</summary>
    /// <param name="model">The model: of regression, or of binary classification without probabilities.</param>
    /// <param name="data">Data as the model sees it, behind all transforms; the model's output will do.</param>
    /// <param name="skipInvalidRows">Whether rows with a missing or infinite feature are left out; otherwise the first is an error.</param>
    /// <exception cref="ArgumentException">The feature column is missing, or is not one that the model was trained on; or a row is invalid.</exception>
    public static CoefficientTable Coefficients(
        this ISingleFeaturePredictionTransformer<LinearModelParameters> model, IDataView data, bool skipInvalidRows = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Standardized(model.Model, model.FeatureColumnName, data, skipInvalidRows);
    }

    /// <summary>The weights of a calibrated binary classifier by name, also as they would be of features with a standard deviation of 1.</summary>
    /// <typeparam name="TModel">The linear model, whose score is calibrated.</typeparam>
    /// <typeparam name="TCalibrator">The calibrator; it plays no part.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="data"><inheritdoc cref="Coefficients(ISingleFeaturePredictionTransformer{LinearModelParameters}, IDataView, bool)" path="/param[@name='data']"/></param>
    /// <param name="skipInvalidRows"><inheritdoc cref="Coefficients(ISingleFeaturePredictionTransformer{LinearModelParameters}, IDataView, bool)" path="/param[@name='skipInvalidRows']"/></param>
    /// <inheritdoc cref="Coefficients(ISingleFeaturePredictionTransformer{LinearModelParameters}, IDataView, bool)" path="/exception"/>
    public static CoefficientTable Coefficients<TModel, TCalibrator>(
        this ISingleFeaturePredictionTransformer<CalibratedModelParametersBase<TModel, TCalibrator>> model, IDataView data, bool skipInvalidRows = false)
        where TModel : LinearModelParameters
        where TCalibrator : class, ICalibrator
    {
        ArgumentNullException.ThrowIfNull(model);
        return Standardized(model.Model.SubModel, model.FeatureColumnName, data, skipInvalidRows);
    }

    /// <summary>The weights of a least-squares model by name, with standard errors.</summary>
    /// <remarks>
    /// They hold for the unpenalised optimum alone, as <see cref="StandardErrors"/> explains, so that is what the model is checked to
    /// be: train it with <see cref="NoPenalty"/> to a tolerance of 1e-10 or less.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="data">The data that it was trained on, behind all transforms; the model's output for it will do.</param>
    /// <param name="loss">The loss that it was trained with.</param>
    /// <param name="options">The options that it was trained with: columns, intercept, rows to skip; null: the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of another type.</exception>
    /// <exception cref="ArgumentException">
    /// The model is not the unpenalised optimum on this data; features depend on each other linearly; there are too few rows; labels are
    /// fitted exactly; or a row is invalid.
    /// </exception>
    public static CoefficientTable Coefficients(
        this ISingleFeaturePredictionTransformer<LinearRegressionModelParameters> model, IDataView data, HalfSquared loss, LinearTrainerOptions? options = null)
    {
        (NamedModel named, Examples examples, LinearTrainerOptions trained) = Trained(model, data, options);
        return named.ToTable(examples, StandardErrors.Of(
            new(examples.Features, examples.Labels, loss, default) { ExampleWeights = examples.Weights, FitIntercept = trained.FitIntercept },
            named.Linear, named.Names));
    }

    /// <summary>The weights of a Huber regression model by name, with standard errors.</summary>
    /// <remarks><inheritdoc cref="Coefficients(ISingleFeaturePredictionTransformer{LinearRegressionModelParameters}, IDataView, HalfSquared, LinearTrainerOptions?)" path="/remarks"/></remarks>
    /// <param name="model">The model.</param>
    /// <param name="data"><inheritdoc cref="Coefficients(ISingleFeaturePredictionTransformer{LinearRegressionModelParameters}, IDataView, HalfSquared, LinearTrainerOptions?)" path="/param[@name='data']"/></param>
    /// <param name="loss">The loss that it was trained with.</param>
    /// <param name="options">The options that it was trained with: columns, intercept, rows to skip, estimation of the noise scale; null: the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of another type.</exception>
    /// <exception cref="ArgumentException">
    /// The model is not the unpenalised optimum on this data; features depend on each other linearly; there are too few rows; labels are
    /// fitted exactly; examples have weights; or a row is invalid.
    /// </exception>
    public static CoefficientTable Coefficients(
        this ISingleFeaturePredictionTransformer<LinearRegressionModelParameters> model, IDataView data, Huber loss, LinearTrainerOptions? options = null)
    {
        (NamedModel named, Examples examples, LinearTrainerOptions trained) = Trained(model, data, options);
        return named.ToTable(examples, StandardErrors.Of(
            new(examples.Features, examples.Labels, loss, default) { ExampleWeights = examples.Weights, FitIntercept = trained.FitIntercept },
            named.Linear, trained.ScaleEstimation, named.Names));
    }

    private static CoefficientTable Standardized(LinearModelParameters model, string featureColumn, IDataView data, bool skipInvalidRows)
    {
        ArgumentNullException.ThrowIfNull(data);
        NamedModel named = NamedModel.Of(model, data.Schema, featureColumn);
        ExampleReader reader = new(featureColumn, labelColumn: null, weightColumn: null, LabelKind.Real, skipInvalidRows);
        return named.ToTable(reader.Read(data, () => { }));
    }

    private static (NamedModel Model, Examples Examples, LinearTrainerOptions Options) Trained(
        ISingleFeaturePredictionTransformer<LinearRegressionModelParameters> model, IDataView data, LinearTrainerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        LinearTrainerOptions trained = (options ?? new CoordinateDescentOptions()).CheckedCopy();
        NamedModel named = NamedModel.Of(model.Model, data.Schema, model.FeatureColumnName);
        TrainerColumns columns = new(model.FeatureColumnName, trained.LabelColumnName, trained.ExampleWeightColumnName, LabelKind.Real);
        columns.Check(NativeSchema.ShapeOf(data.Schema), context: null);
        ExampleReader reader = new(columns.Feature, columns.Label, columns.Weight, LabelKind.Real, trained.SkipInvalidRows);
        return (named, reader.Read(data, trained.CancellationToken.ThrowIfCancellationRequested), trained);
    }
}
