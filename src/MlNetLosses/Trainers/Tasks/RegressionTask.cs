using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Interop;

namespace MlNetLosses.Trainers.Tasks;

/// <summary>Regression: one score, a number.</summary>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
internal sealed class RegressionTask<TModel> : LinearTask<RegressionPredictionTransformer<TModel>>
    where TModel : RegressionModelParameters
{
    private readonly ModelFactory createModel;

    /// <param name="labels">What the label column must hold.</param>
    /// <param name="createModel">Makes the model.</param>
    public RegressionTask(LabelKind labels, ModelFactory createModel) => (Labels, this.createModel) = (labels, createModel);

    public delegate TModel ModelFactory(IHostEnvironment env, in VBuffer<float> weights, float bias);

    public override LabelKind Labels { get; }

    public override IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label) => [Scalar(Score, NumberDataViewType.Single)];

    public override RegressionPredictionTransformer<TModel> CreateTransformer(
        IHostEnvironment env, RoundedModel model, DataViewSchema schema, TrainerColumns columns) =>
        NativeTransformers<TModel>.Regression(env, createModel(env, in model.Weights[0], model.Intercepts[0]), schema, columns.Feature);
}

/// <summary>The regression tasks.</summary>
internal static class RegressionTask
{
    /// <summary>Predicts wᵀx + b.</summary>
    public static RegressionTask<LinearRegressionModelParameters> Linear { get; } = new(LabelKind.Real, NativeModels.LinearRegression);

    /// <summary>Predicts exp(wᵀx + b), the mean of a Poisson variable.</summary>
    public static RegressionTask<PoissonRegressionModelParameters> Poisson { get; } = new(LabelKind.NonNegative, NativeModels.PoissonRegression);
}
