namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>Which share of the rows that are called positive are so, at which share of the positives found.</summary>
/// <remarks>
/// Between two thresholds true and false positives grow together in a line, so precision does not.
/// Source: J. Davis, M. Goadrich, "The Relationship Between Precision-Recall and ROC Curves", ICML 2006, section 4.
/// </remarks>
internal sealed class PrecisionRecallCurve
{
    private readonly IReadOnlyList<ThresholdCounts> counts;

    private PrecisionRecallCurve(IReadOnlyList<ThresholdCounts> counts) => this.counts = counts;

    /// <summary>Null where one of the classes has no rows.</summary>
    public static PrecisionRecallCurve? Of(IReadOnlyList<OutOfFold> predictions)
    {
        IReadOnlyList<ThresholdCounts> counts = ThresholdCounts.Of(predictions);
        return counts[^1] is { Positives: 0 } or { Negatives: 0 } ? null : new(counts);
    }

    /// <summary>The precision of a random order: the share of positives.</summary>
    public double Chance => Precision(counts[^1].Positives, counts[^1].Negatives);

    /// <summary>The precisions at each threshold, averaged with the gain of recall there as weight.</summary>
    public double AveragePrecision => counts.Skip(1).Zip(counts, (at, before) =>
        (double)(at.Positives - before.Positives) / counts[^1].Positives * Precision(at.Positives, at.Negatives)).Sum();

    /// <summary>The precision at a recall in [0, 1]; at 0, what it tends to.</summary>
    public double At(double recall)
    {
        double positives = recall * counts[^1].Positives;
        int next = 1;
        while (counts[next].Positives < positives)
            next++;
        (ThresholdCounts before, ThresholdCounts at) = (counts[next - 1], counts[next]);
        if (at.Positives == before.Positives || positives == 0)
            return Precision(at.Positives, at.Negatives);
        double negatives = before.Negatives + (at.Negatives - before.Negatives) * (positives - before.Positives) / (at.Positives - before.Positives);
        return Precision(positives, negatives);
    }

    private static double Precision(double positives, double negatives) => positives / (positives + negatives);
}
