using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>What a task's models are judged by.</summary>
/// <param name="Name">The measure's usual name.</param>
/// <param name="HigherIsBetter">Whether a large value is good.</param>
internal sealed record Metric(string Name, bool HigherIsBetter)
{
    /// <summary>The measures of a task; the first one ranks.</summary>
    public static IReadOnlyList<Metric> Of(LearningTask task) => task switch
    {
        LearningTask.Regression => [new("MAE", false), new("RMSE", false), new("R²", true)],
        LearningTask.Binary => [new("AUC", true), new("Accuracy", true), new("Log-loss", false)],
        _ => [new("Macro accuracy", true), new("Micro accuracy", true), new("Log-loss", false)],
    };

    /// <summary>Why the first measure of the task is the one that ranks.</summary>
    public static string WhyFirst(LearningTask task) => task switch
    {
        LearningTask.Regression => "the mean absolute error, in the label's unit; RMSE would let a few extreme rows decide",
        LearningTask.Binary => "the chance that a positive row scores above a negative one; it needs no threshold and no probabilities",
        _ => "accuracy averaged over the classes, so that small ones count as much as large ones",
    };

    /// <summary>A value as something to make small.</summary>
    public double Loss(double value) => HigherIsBetter ? -value : value;

    /// <summary>The values of <see cref="Of"/> for scored rows; NaN for what the model can't be judged by.</summary>
    /// <exception cref="NotFiniteNumberException">A score is no finite number. (ML.NET would leave such rows out and praise the rest.)</exception>
    public static double[] Evaluate(MLContext mlContext, Label label, IDataView scored)
    {
        IEnumerable<float> scores = label.Task == LearningTask.Multiclass
            ? scored.GetColumn<float[]>("Score").SelectMany(row => row)
            : scored.GetColumn<float>("Score");
        if (!scores.All(float.IsFinite))
            throw new NotFiniteNumberException("Its scores are not finite numbers: it diverged, or found nothing to learn from.");
        switch (label.Task)
        {
            case LearningTask.Regression:
                RegressionMetrics regression = mlContext.Regression.Evaluate(scored, label.Name);
                return [regression.MeanAbsoluteError, regression.RootMeanSquaredError, regression.RSquared];
            case LearningTask.Binary when scored.Schema.GetColumnOrNull("Probability") is not null:
                CalibratedBinaryClassificationMetrics calibrated = mlContext.BinaryClassification.Evaluate(scored, label.Name);
                return [calibrated.AreaUnderRocCurve, calibrated.Accuracy, calibrated.LogLoss * BitsToNats];
            case LearningTask.Binary:
                BinaryClassificationMetrics binary = mlContext.BinaryClassification.EvaluateNonCalibrated(scored, label.Name);
                return [binary.AreaUnderRocCurve, binary.Accuracy, double.NaN];
            default:
                MulticlassClassificationMetrics multiclass = mlContext.MulticlassClassification.Evaluate(scored, label.Name);
                return [multiclass.MacroAccuracy, multiclass.MicroAccuracy, AreProbabilities(scored) ? multiclass.LogLoss : double.NaN];
        }
    }

    /// <summary>Whether the scores of many classes are probabilities: not negative, and 1 in sum.</summary>
    public static bool AreProbabilities(IDataView scored) =>
        scored.GetColumn<float[]>("Score").All(scores => scores.All(score => score is >= 0 and <= 1) && Math.Abs(scores.Sum() - 1) < 1e-3);

    /// <summary>ML.NET's binary log-loss is in bits, its multiclass one in nats; the latter is the field's custom.</summary>
    private static double BitsToNats => Math.Log(2);
}
