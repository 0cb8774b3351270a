using System.Globalization;
using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports;

/// <summary>Numbers as people read them: about four digits, a point as decimal mark.</summary>
internal static class Show
{
    public static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString(Format(value), CultureInfo.InvariantCulture);

    public static string MeanAndDeviation(Standing standing, int metric)
    {
        double mean = standing.Mean(metric);
        return standing.Scores.Count == 1 ? Number(mean) : $"{Number(mean)} ± {standing.Deviation(metric).ToString(Format(mean), CultureInfo.InvariantCulture)}";
    }

    /// <summary>Behind the p-value of a candidate that can't be told from the best.</summary>
    public const string TieMark = "≈";

    /// <summary>What to know where a fit took too long.</summary>
    public const string TimedOut =
        "A fit that took too long was left to itself, and its candidate with it. Trainers of MlNetLosses stop when told; most of ML.NET's can't be, and run on in the background, which slows down whatever was fitted after them.";

    public static string Folds(int count) => count == 1 ? "1 fold" : $"{count} folds";

    public static string Trials(int count) => count == 1 ? "1 trial" : $"{Count(count)} trials";

    public static string PValue(Standing standing) => standing.PValue is not { } value ? "–"
        : $"{(value < 0.001 ? "< 0.001" : value.ToString("0.000", CultureInfo.InvariantCulture))} {(standing.TiedWithBest ? TieMark : " ")}";

    public static string Seconds(double seconds) => seconds.ToString(seconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    public static string Gap(double? gap) => gap is { } value ? value.ToString("0.0e-0", CultureInfo.InvariantCulture) : "–";

    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Format(double value) => Math.Abs(value) switch
    {
        >= 1e9 => "0.00e0",
        >= 1000 => "N0",
        >= 100 => "0.0",
        >= 10 => "0.00",
        _ => "0.0000",
    };
}
