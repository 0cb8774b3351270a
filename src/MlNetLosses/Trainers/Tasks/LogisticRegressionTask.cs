using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Interop;

namespace MlNetLosses.Trainers.Tasks;

/// <summary>Logistic regression: the score is the logit of the probability.</summary>
internal sealed class LogisticRegressionTask
    : LinearTask<BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>>
{
    private const string Probability = "Probability";

    public static LogisticRegressionTask Instance { get; } = new();

    public override LabelKind Labels => LabelKind.Binary;

    public override IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label) =>
    [
        Scalar(Score, NumberDataViewType.Single),
        Scalar(Probability, NumberDataViewType.Single, isNormalized: true),
        Scalar(PredictedLabel, BooleanDataViewType.Instance),
    ];

    public override BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> CreateTransformer(
        IHostEnvironment env, RoundedModel model, DataViewSchema schema, TrainerColumns columns)
    {
        LinearBinaryModelParameters linear = NativeModels.LinearBinary(env, in model.Weights[0], model.Intercepts[0]);
        return NativeTransformers<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>.Binary(
            env, NativeModels.CalibratedBinary(env, linear, slope: -1, offset: 0), schema, columns.Feature, threshold: 0, Score);
    }
}
