using System.Globalization;

namespace MlNetLosses.Benchmarks.Peers.Racing;

/// <summary>The median of several runs, with the least and the largest.</summary>
internal static class Spread
{
    public static string Of(IReadOnlyList<double> values, string format)
    {
        double[] sorted = [.. values.Order()];
        return $"{Text(sorted[sorted.Length / 2])} ({Text(sorted[0])}–{Text(sorted[^1])})";

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Of the ratio of each run, not the ratio of the medians.</summary>
    public static string OfRatios(IReadOnlyList<double> theirs, IReadOnlyList<double> ours) => Of([.. theirs.Zip(ours, (their, our) => their / our)], "F2");
}
