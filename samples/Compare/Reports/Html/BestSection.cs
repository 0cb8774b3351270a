using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>The best candidate from near: what its models said about rows that they had not seen.</summary>
internal static class BestSection
{
    public static XElement Of(Standing best, Label label)
    {
        OutOfFold[] predictions = [.. best.Scores.SelectMany(score => score.Predictions)];
        return new(
            "section",
            new XElement("h2", $"The best from near: {best.Candidate.Name}"),
            label.Task switch
            {
                LearningTask.Regression => Regression(predictions, label),
                LearningTask.Binary => Binary(best, predictions, label),
                _ => ConfusionTable.Of(predictions, label.Classes),
            },
            new XElement(
                "p", new XAttribute("class", "note"),
                "Every row was predicted by a model that was not trained on it." +
                (label.Task == LearningTask.Regression && predictions.Length > RegressionCharts.MaximumDots ? $" At most {Show.Count(RegressionCharts.MaximumDots)} of {Show.Count(predictions.Length)} rows are drawn." : "")));
    }

    private static XElement Regression(IReadOnlyList<OutOfFold> predictions, Label label) => Charts(
        Markup.Figure(RegressionCharts.PredictedAgainstActual(predictions, label.Name), "On the line, prediction and truth are equal."),
        Markup.Figure(RegressionCharts.Residuals(predictions, label.Name), "A bend or a funnel says what the model has missed."));

    private static XElement Binary(Standing best, IReadOnlyList<OutOfFold> predictions, Label label) => Charts(
        Markup.Figure(BinaryCharts.Roc(best.Scores), $"ROC, '{label.Classes[0]}' being positive: a thin curve for each fold, and their mean."),
        Markup.Figure(
            BinaryCharts.PrecisionRecall(best.Scores),
            $"Precision and recall of '{label.Classes[0]}': average precision {Show.Number(BinaryCharts.AveragePrecision(best.Scores))}. Dashed: rows in random order."),
        predictions.All(row => float.IsFinite(row.Probability))
            ? Markup.Figure(BinaryCharts.Calibration(predictions), "Calibration: on the line, the probabilities are right. Bars: 95 % confidence (Wilson).")
            : new XElement("p", "This candidate gives scores, not probabilities, so there is no calibration to show."));

    private static XElement Charts(params XElement[] figures) => new("div", new XAttribute("class", "charts"), figures);
}
