using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>What a model said about a row that it was not trained on.</summary>
/// <param name="Actual">The label: a number; 1 for the positive of two classes and 0 for the other; or the index of one of many.</param>
/// <param name="Predicted">The number; the score; or the index of the predicted class.</param>
/// <param name="Probability">Of the positive of two classes; NaN where the model gives none.</param>
internal readonly record struct OutOfFold(float Actual, float Predicted, float Probability)
{
    /// <summary>Reads those of one fold.</summary>
    /// <param name="label">The label of all rows.</param>
    /// <param name="test">The rows that were scored.</param>
    /// <param name="scored">Their scores, in the same order.</param>
    public static IReadOnlyList<OutOfFold> Read(Label label, IReadOnlyList<int> test, IDataView scored)
    {
        IEnumerable<float> labels = test.Select(row => label.Values[row]);
        if (label.Task == LearningTask.Multiclass)
            return [.. labels.Zip(scored.GetColumn<uint>("PredictedLabel"), (actual, key) => new OutOfFold(actual, key - 1f, float.NaN))];
        IEnumerable<float> scores = scored.GetColumn<float>("Score");
        if (label.Task == LearningTask.Regression)
            return [.. labels.Zip(scores, (actual, score) => new OutOfFold(actual, score, float.NaN))];
        IEnumerable<float> probabilities = scored.Schema.GetColumnOrNull("Probability") is { } column
            ? scored.GetColumn<float>(column)
            : Enumerable.Repeat(float.NaN, test.Count);
        return [.. labels.Zip(scores, probabilities).Select(row => new OutOfFold(row.First == 0 ? 1 : 0, row.Second, row.Third))];
    }
}
