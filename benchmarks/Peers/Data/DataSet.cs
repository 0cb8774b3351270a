using MlNetLosses.Data;

namespace MlNetLosses.Benchmarks.Peers.Data;

/// <summary>Examples of a race.</summary>
/// <param name="Name">In its title.</param>
/// <param name="Features">X.</param>
/// <param name="Labels">y: ±1, classes from 0, or numbers.</param>
internal sealed record DataSet(string Name, FeatureMatrix Features, double[] Labels)
{
    public int RowCount => Features.RowCount;

    public override string ToString() => FormattableString.Invariant($"{Name}, {Features.RowCount:N0} × {Features.ColumnCount:N0}")
        + (Features.IsSparse ? FormattableString.Invariant($", {(double)Features.EntryCount / Features.RowCount:F0} entries a row") : "");

    /// <summary>The labels, centred and divided by their deviation.</summary>
    public static double[] ToUnitVariance(double[] labels)
    {
        double mean = labels.Average(), deviation = Math.Sqrt(labels.Average(y => (y - mean) * (y - mean)));
        return [.. labels.Select(y => (y - mean) / deviation)];
    }
}
