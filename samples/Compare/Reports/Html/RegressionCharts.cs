using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>How a regression's predictions lie beside the truth.</summary>
internal static class RegressionCharts
{
    /// <summary>More dots than this would make a blot and a large file.</summary>
    public const int MaximumDots = 2000;

    public static XElement PredictedAgainstActual(IReadOnlyList<OutOfFold> predictions, string label)
    {
        (double Low, double High) range = Axis.Around(predictions.SelectMany(row => new double[] { row.Actual, row.Predicted }));
        ChartFrame frame = new(range, $"actual {label}", range, "predicted");
        return frame.Draw(
            $"Predicted against actual {label}: on the line, they are equal",
            Svg.Dots(Thinned(predictions).Select(row => frame.Place(row.Actual, row.Predicted)), "point"),
            frame.Line(range.Low, range.Low, range.High, range.High, "guide"));
    }

    public static XElement Residuals(IReadOnlyList<OutOfFold> predictions, string label)
    {
        (double Low, double High) range = Axis.Around(predictions.Select(row => (double)row.Predicted));
        ChartFrame frame = new(range, $"predicted {label}", Axis.Around(predictions.Select(Residual)), "actual − predicted");
        return frame.Draw(
            $"Residuals over predicted {label}",
            Svg.Dots(Thinned(predictions).Select(row => frame.Place(row.Predicted, Residual(row))), "point"),
            frame.Line(range.Low, 0, range.High, 0, "guide"));
    }

    private static double Residual(OutOfFold row) => (double)row.Actual - row.Predicted;

    /// <summary>The rows come shuffled, so every n-th of them is a fair sample.</summary>
    private static IEnumerable<OutOfFold> Thinned(IReadOnlyList<OutOfFold> predictions)
    {
        int step = (predictions.Count + MaximumDots - 1) / MaximumDots;
        for (int i = 0; i < predictions.Count; i += step)
            yield return predictions[i];
    }
}
