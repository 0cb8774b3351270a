using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Interop;

namespace MlNetLosses.Trainers.Tasks;

/// <summary>Multiclass classification: one score per class, the class is that of the highest.</summary>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
/// <param name="createModel">Makes the model.</param>
internal sealed class MulticlassTask<TModel>(Func<IHostEnvironment, VBuffer<float>[], float[], TModel> createModel)
    : LinearTask<MulticlassPredictionTransformer<TModel>>
    where TModel : LinearMulticlassModelParametersBase
{
    private const string KeyValues = "KeyValues";

    public override LabelKind Labels => LabelKind.Class;

    public override IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label) =>
    [
        NativeSchema.Column(
            Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new(NativeModels.ClassScoreAnnotations(label))),
        NativeSchema.Column(
            PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true,
            new(label.Annotations.Where(annotation => annotation.Name == KeyValues).Concat(NativeModels.OutputAnnotations()))),
    ];

    public override MulticlassPredictionTransformer<TModel> CreateTransformer(
        IHostEnvironment env, RoundedModel model, DataViewSchema schema, TrainerColumns columns) =>
        NativeTransformers<TModel>.Multiclass(
            env, createModel(env, model.Weights, model.Intercepts), schema, columns.Feature, columns.Label, Score, PredictedLabel);
}

/// <summary>The multiclass tasks.</summary>
internal static class MulticlassTask
{
    /// <summary>Scores are probabilities, the softmax of the linear functions.</summary>
    public static MulticlassTask<MaximumEntropyModelParameters> MaximumEntropy { get; } = new(NativeModels.MaximumEntropy);

    /// <summary>Scores are the linear functions themselves.</summary>
    public static MulticlassTask<LinearMulticlassModelParameters> Linear { get; } = new(NativeModels.LinearMulticlass);
}
