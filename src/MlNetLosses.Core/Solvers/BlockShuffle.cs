using System.Runtime.InteropServices;

namespace MlNetLosses.Solvers;

/// <summary>A random order of examples in which memory, or a disk, is read in longer runs: nearly as good as a full shuffle.</summary>
/// <remarks>
/// Runs of neighbours are put in random order. So many of them at a time as the caches hold make a window, whose examples are
/// shuffled in blocks, and within the blocks. With a single run it is the blocks alone that are shuffled (docs/decisions/0009).
/// </remarks>
/// <param name="random">Where the order comes from.</param>
/// <param name="blockSize">Neighbours that stay together, in random order.</param>
/// <param name="examplesPerRun">Examples that are read in one go.</param>
internal sealed class BlockShuffle(Random random, int blockSize, int examplesPerRun)
{
    /// <summary>The examples of so many runs are mixed: data that is sorted would otherwise show one class at a time.</summary>
    private const int RunsPerWindow = 8;

    private readonly List<int> runs = [];       // where each begins among the examples
    private int[] blocks = [];                  // where each of a window begins

    /// <summary>Writes examples in a fresh random order.</summary>
    /// <param name="examples">The examples, ascending.</param>
    /// <param name="order">Receives as many.</param>
    public void Shuffle(ReadOnlySpan<int> examples, Span<int> order)
    {
        FindRuns(examples);
        Span<int> shuffled = CollectionsMarshal.AsSpan(runs);
        random.Shuffle(shuffled);
        int used = 0;
        for (int first = 0; first < shuffled.Length; first += RunsPerWindow)
        {
            foreach (int start in Blocks(examples, shuffled.Slice(first, Math.Min(RunsPerWindow, shuffled.Length - first))))
            {
                ReadOnlySpan<int> members = examples[start..EndOfBlock(examples, start)];
                Span<int> target = order.Slice(used, members.Length);
                members.CopyTo(target);
                random.Shuffle(target);
                used += members.Length;
            }
        }
    }

    private void FindRuns(ReadOnlySpan<int> examples)
    {
        runs.Clear();
        long end = 0;
        for (int position = 0; position < examples.Length; position++)
        {
            if (examples[position] < end) continue;
            runs.Add(position);
            end = EndOfRun(examples[position]);
        }
    }

    /// <summary>The blocks of some runs, in random order.</summary>
    private Span<int> Blocks(ReadOnlySpan<int> examples, ReadOnlySpan<int> window)
    {
        int count = 0;
        foreach (int start in window)
        {
            long end = EndOfRun(examples[start]);
            for (int block = start; block < examples.Length && examples[block] < end; block = EndOfBlock(examples, block))
            {
                if (count == blocks.Length) Array.Resize(ref blocks, Math.Max(2 * count, RunsPerWindow));
                blocks[count++] = block;
            }
        }

        Span<int> found = blocks.AsSpan(0, count);
        random.Shuffle(found);
        return found;
    }

    /// <summary>A block ends with its size, or with its run.</summary>
    private int EndOfBlock(ReadOnlySpan<int> examples, int start)
    {
        int end = Math.Min(start + blockSize, examples.Length);
        long endOfRun = EndOfRun(examples[start]);
        while (examples[end - 1] >= endOfRun) end--;
        return end;
    }

    private long EndOfRun(int example) => ((long)example / examplesPerRun + 1) * examplesPerRun;
}
