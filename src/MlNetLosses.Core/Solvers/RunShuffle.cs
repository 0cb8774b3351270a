using System.Runtime.InteropServices;

namespace MlNetLosses.Solvers;

/// <summary>A random order of examples in which a disk, or a very large memory, is read in longer runs, and short rows a few at a time.</summary>
/// <remarks>
/// Runs of neighbours are put in random order, and the examples of so many of them at a time are shuffled: in blocks of a few neighbours, and within
/// the blocks. A single run is shuffled as a whole (docs/decisions/0009).
/// </remarks>
/// <param name="random">Where the order comes from.</param>
/// <param name="examplesPerRun">Examples that are read in one go.</param>
/// <param name="neighbours">Examples of a block.</param>
internal sealed class RunShuffle(SplitMix64 random, int examplesPerRun, int neighbours)
{
    /// <summary>The examples of so many runs are mixed: data that is sorted would otherwise show one class at a time.</summary>
    private const int RunsPerWindow = 8;

    private readonly List<Range> runs = [];     // of positions among the examples
    private int[] window = [];                  // its examples, in their order
    private int[] blocks = [];                  // where each begins in the window

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

            if (neighbours == 1) random.Shuffle(order[..used]);
            else ShuffleBlocks(order[..used]);
            order = order[used..];
        }
    }

    private void ShuffleBlocks(Span<int> examples)
    {
        int count = (examples.Length + neighbours - 1) / neighbours;
        if (window.Length < examples.Length) (window, blocks) = (new int[examples.Length], new int[count]);
        examples.CopyTo(window);
        Span<int> shuffled = blocks.AsSpan(0, count);
        for (int k = 0; k < count; k++) shuffled[k] = k * neighbours;
        random.Shuffle(shuffled);
        int used = 0;
        foreach (int start in shuffled)
        {
            Span<int> target = examples.Slice(used, Math.Min(neighbours, examples.Length - start));
            window.AsSpan(start, target.Length).CopyTo(target);
            random.Shuffle(target);
            used += target.Length;
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
