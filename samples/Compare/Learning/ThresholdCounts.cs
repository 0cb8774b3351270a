namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>The rows that score above a threshold.</summary>
/// <param name="Positives">Those of them that are positive.</param>
/// <param name="Negatives">Those that are not.</param>
internal readonly record struct ThresholdCounts(int Positives, int Negatives)
{
    /// <summary>From none to all rows, one for each different score.</summary>
    public static IReadOnlyList<ThresholdCounts> Of(IReadOnlyList<OutOfFold> predictions)
    {
        List<ThresholdCounts> counts = [default];
        // Rows of equal score are passed by a threshold together.
        foreach (IGrouping<float, OutOfFold> tied in predictions.GroupBy(prediction => prediction.Predicted).OrderByDescending(group => group.Key))
        {
            int found = tied.Count(prediction => prediction.Actual == 1);
            counts.Add(new(counts[^1].Positives + found, counts[^1].Negatives + tied.Count() - found));
        }
        return counts;
    }
}
