using System.Runtime.InteropServices;

namespace MlNetLosses.Solvers;

/// <summary>A random order of examples in which a disk, or a very large memory, is read in longer runs.</summary>
/// <remarks>Runs of neighbours are put in random order, and the examples of so many of them at a time are shuffled. A single run is shuffled as a whole.</remarks>
/// <param name="random">Where the order comes from.</param>
/// <param name="examplesPerRun">Examples that are read in one go.</param>
internal sealed class RunShuffle(Random random, int examplesPerRun)
{
    /// <summary>The examples of so many runs are mixed: data that is sorted would otherwise show one class at a time.</summary>
    private const int RunsPerWindow = 8;

    private readonly List<Range> runs = [];     // of positions among the examples

    /// <summary>Writes examples in a fresh random order.</summary>
    /// <param name="examples">The examples, ascending.</param>
    /// <param name="order">Receives as many.</param>
    public void Shuffle(ReadOnlySpan<int> examples, Span<int> order)
    {
        FindRuns(examples);
        Span<Range> shuffled = CollectionsMarshal.AsSpan(runs);
        random.Shuffle(shuffled);
        for (int first = 0; first < shuffled.Length; first += RunsPerWindow)
        {
            int used = 0;
            foreach (Range run in shuffled.Slice(first, Math.Min(RunsPerWindow, shuffled.Length - first)))
            {
                examples[run].CopyTo(order[used..]);
                used += examples[run].Length;
            }

            random.Shuffle(order[..used]);
            order = order[used..];
        }
    }

    private void FindRuns(ReadOnlySpan<int> examples)
    {
        runs.Clear();
        for (int start = 0, end; start < examples.Length; start = end)
        {
            long next = ((long)examples[start] / examplesPerRun + 1) * examplesPerRun;
            int among = examples[start..].BinarySearch((int)Math.Min(next, int.MaxValue));
            end = start + (among >= 0 ? among : ~among);
            runs.Add(start..end);
        }
    }
}
