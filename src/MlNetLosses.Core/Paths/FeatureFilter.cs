using MlNetLosses.Data;

namespace MlNetLosses.Paths;

/// <summary>Finds those of many features that meet a condition, in their order, on all threads.</summary>
/// <param name="features">All of them.</param>
/// <param name="threads">At most so many threads.</param>
internal sealed class FeatureFilter(ArraySegment<int> features, int threads)
{
    private readonly RowBlocks blocks = new(features.Count, threads);
    private readonly ArraySegment<int>[] found = new ArraySegment<int>[RowBlocks.MostBlocks];

    /// <summary>Writes those of the candidates that meet the condition; returns how many.</summary>
    public delegate int Condition(ReadOnlySpan<int> candidates, Span<int> result);

    /// <summary>Writes the features that meet the condition; returns how many.</summary>
    /// <param name="condition">The condition, called on any thread.</param>
    /// <param name="result">Room for all features.</param>
    public int Find(Condition condition, int[] result)
    {
        blocks.Run((block, start, end) =>
            found[block] = new(result, start, condition(features.AsSpan(start..end), result.AsSpan(start..end))));
        int count = 0;
        foreach (ArraySegment<int> some in found.AsSpan(0, blocks.Count))
        {
            some.AsSpan().CopyTo(result.AsSpan(count));
            count += some.Count;
        }

        return count;
    }
}
