using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Interop;

namespace MlNetLosses.Trainers.Tasks;

/// <summary>Binary classification without probabilities: the class is the sign of the score.</summary>
internal sealed class BinaryTask : LinearTask<BinaryPredictionTransformer<LinearBinaryModelParameters>>
{
    public static BinaryTask Instance { get; } = new();

    public override LabelKind Labels => LabelKind.Binary;

    public override bool NeedsCalibration => true;

    public override IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label) =>
        [Scalar(Score, NumberDataViewType.Single), Scalar(PredictedLabel, BooleanDataViewType.Instance)];

    public override BinaryPredictionTransformer<LinearBinaryModelParameters> CreateTransformer(
        IHostEnvironment env, RoundedModel model, DataViewSchema schema, TrainerColumns columns) =>
        NativeTransformers<LinearBinaryModelParameters>.Binary(
            env, NativeModels.LinearBinary(env, in model.Weights[0], model.Intercepts[0]), schema, columns.Feature, threshold: 0, Score);
}
