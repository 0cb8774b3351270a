using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>How well a classifier of two classes ranks, and what its probabilities are worth.</summary>
internal static class BinaryCharts
{
    private const int Bins = 10;

    private static readonly double[] Grid = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];

    /// <summary>A curve for each fold, and their mean: scores of different models need not share a scale, so they are not pooled.</summary>
    public static XElement Roc(IReadOnlyList<FoldScore> folds)
    {
        RocCurve[] curves = [.. folds.Select(fold => RocCurve.Of(fold.Predictions)).OfType<RocCurve>()];
        ChartFrame frame = new((0, 1), "false-positive rate", (0, 1), "true-positive rate");
        XElement Curve(Func<double, double> height, string style) =>
            Svg.Polyline([frame.Place(0, 0), .. Grid.Select(rate => frame.Place(rate, height(rate)))], style);
        return frame.Draw(
            "ROC curves of the folds, and their mean",
            frame.Line(0, 0, 1, 1, "guide"),
            curves.Select(curve => Curve(curve.At, "curve faint")),
            curves.Length > 0 ? Curve(rate => curves.Average(curve => curve.At(rate)), "curve") : "");
    }

    /// <summary>Likewise, a curve for each fold, and their mean; the dashed line is a random order's.</summary>
    public static XElement PrecisionRecall(IReadOnlyList<FoldScore> folds)
    {
        PrecisionRecallCurve[] curves = Curves(folds);
        ChartFrame frame = new((0, 1), "recall: share of the positives found", (0, 1), "precision");
        XElement Curve(Func<double, double> height, string style) => Svg.Polyline([.. Grid.Select(recall => frame.Place(recall, height(recall)))], style);
        return frame.Draw(
            "Precision-recall curves of the folds, and their mean",
            curves.Length > 0 ? frame.Line(0, curves.Average(curve => curve.Chance), 1, curves.Average(curve => curve.Chance), "guide") : "",
            curves.Select(curve => Curve(curve.At, "curve faint")),
            curves.Length > 0 ? Curve(recall => curves.Average(curve => curve.At(recall)), "curve") : "");
    }

    /// <summary>The average precision, mean over the folds; NaN where no fold has one.</summary>
    public static double AveragePrecision(IReadOnlyList<FoldScore> folds) =>
        Curves(folds) is { Length: > 0 } curves ? curves.Average(curve => curve.AveragePrecision) : double.NaN;

    private static PrecisionRecallCurve[] Curves(IReadOnlyList<FoldScore> folds) =>
        [.. folds.Select(fold => PrecisionRecallCurve.Of(fold.Predictions)).OfType<PrecisionRecallCurve>()];

    /// <summary>How often rows were positive, over how probable the model thought it.</summary>
    public static XElement Calibration(IReadOnlyList<OutOfFold> predictions)
    {
        IReadOnlyList<CalibrationBin> bins = CalibrationBin.Of(predictions, Bins);
        ChartFrame frame = new((0, 1), "predicted probability", (0, 1), "share of positives");
        return frame.Draw(
            "Share of positives over predicted probability: on the line, the probabilities are right",
            frame.Line(0, 0, 1, 1, "guide"),
            bins.Select(bin => frame.Line(bin.Probability, bin.Interval.Low, bin.Probability, bin.Interval.High, "bar ours")),
            bins.Select(bin =>
            {
                (double x, double y) = frame.Place(bin.Probability, bin.Share);
                return Svg.Dot(x, y, 5, "mark", $"{Show.Count(bin.Count)} rows: predicted {Show.Number(bin.Probability)}, positive {Show.Number(bin.Share)}");
            }));
    }
}
