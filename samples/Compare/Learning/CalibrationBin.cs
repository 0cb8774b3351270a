namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>Rows of similar predicted probability, and how often they were positive in fact.</summary>
/// <param name="Probability">The mean of what was predicted.</param>
/// <param name="Share">Of the rows, those that are positive.</param>
/// <param name="Count">Rows in the bin.</param>
internal sealed record CalibrationBin(double Probability, double Share, int Count)
{
    /// <summary>The 97.5 % point of the normal distribution.</summary>
    private const double Z = 1.959964;

    /// <summary>Bins of as equal a number of rows as can be, by rising probability.</summary>
    public static IReadOnlyList<CalibrationBin> Of(IReadOnlyList<OutOfFold> predictions, int bins)
    {
        OutOfFold[] sorted = [.. predictions.OrderBy(prediction => prediction.Probability)];
        int count = Math.Min(bins, sorted.Length);
        return
        [
            .. Enumerable.Range(0, count)
                .Select(bin => sorted[(int)((long)sorted.Length * bin / count)..(int)((long)sorted.Length * (bin + 1) / count)])
                .Select(rows => new CalibrationBin(rows.Average(row => row.Probability), rows.Average(row => row.Actual), rows.Length)),
        ];
    }

    /// <summary>Where the true share lies with 95 % confidence.</summary>
    /// <remarks>Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927), 209–212.</remarks>
    public (double Low, double High) Interval
    {
        get
        {
            double square = Z * Z / Count;
            double center = (Share + square / 2) / (1 + square);
            double half = Z / (1 + square) * Math.Sqrt(Share * (1 - Share) / Count + square / (4 * Count));
            return (Math.Max(0, center - half), Math.Min(1, center + half));
        }
    }
}
