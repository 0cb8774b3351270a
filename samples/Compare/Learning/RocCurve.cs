namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>The receiver operating characteristic: which share of the positives is found at which share of false alarms.</summary>
/// <remarks>Source: T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006), 861–874.</remarks>
internal sealed class RocCurve
{
    private RocCurve(IReadOnlyList<(double FalsePositiveRate, double TruePositiveRate)> points) => Points = points;

    /// <summary>From (0, 0) to (1, 1), one point for each different score.</summary>
    public IReadOnlyList<(double FalsePositiveRate, double TruePositiveRate)> Points { get; }

    /// <summary>Null where one of the classes has no rows.</summary>
    public static RocCurve? Of(IReadOnlyList<OutOfFold> predictions)
    {
        IReadOnlyList<ThresholdCounts> counts = ThresholdCounts.Of(predictions);
        (int positives, int negatives) = counts[^1];
        // Rows of equal score make one slanted step, not two square ones.
        return positives == 0 || negatives == 0 ? null : new([.. counts.Select(count => ((double)count.Negatives / negatives, (double)count.Positives / positives))]);
    }

    /// <summary>The largest true-positive rate at a false-positive rate in [0, 1], by linear interpolation.</summary>
    public double At(double falsePositiveRate)
    {
        int next = 0;
        while (next < Points.Count && Points[next].FalsePositiveRate <= falsePositiveRate)
            next++;
        (double x0, double y0) = Points[next - 1];
        if (next == Points.Count)
            return y0;
        (double x1, double y1) = Points[next];
        return y0 + (y1 - y0) * (falsePositiveRate - x0) / (x1 - x0);
    }
}
