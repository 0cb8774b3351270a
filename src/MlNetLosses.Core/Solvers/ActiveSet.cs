using System.Runtime.CompilerServices;
using MlNetLosses.Data;

namespace MlNetLosses.Solvers;

/// <summary>The examples that a dual solver still visits, in random order; those that stay put are left out (shrinking).</summary>
/// <param name="count">Number of examples, n.</param>
/// <param name="seed">Seed of the order.</param>
/// <param name="examplesPerRun">Examples that are read in one go.</param>
/// <param name="neighbours">Examples that are visited one after the other.</param>
/// <param name="firstPatience">An example that stayed put this many times in a row is left out; twice as many each time it had to be taken back.</param>
internal sealed class ActiveSet(int count, int seed, int examplesPerRun = int.MaxValue, int neighbours = 1, byte firstPatience = 2)
{
    /// <summary>An epoch makes at least so many steps: few examples need many sweeps, and a certificate costs more than they do.</summary>
    private const int FewestSteps = 16_384;

    /// <summary>
    /// An epoch may always make so many sweeps. Where it may make more, nobody is left out: in so many sweeps the intercept
    /// would settle for those that are left.
    /// </summary>
    private const int FewestSweeps = 10;

    private readonly int[] active = [.. Enumerable.Range(0, count)];    // ascending
    private readonly int[] order = new int[count];
    private readonly RunShuffle shuffle = new(new(seed), examplesPerRun, neighbours);
    private readonly Visits[] visits = NoVisits(count, firstPatience);
    private readonly bool leavesOut = MostSweeps(count, examplesPerRun) <= FewestSweeps;
    private int activeCount = count;

    /// <summary>An epoch ends after so many steps, or at the end of the sweep that makes them.</summary>
    public int StepsPerEpoch { get; } = Math.Max(count, FewestSteps);

    /// <summary>
    /// An epoch makes at most so many sweeps over the examples that are left; one, where they are read in runs: few examples are on
    /// as many pages as all of them, which a disk would read again and again.
    /// </summary>
    public int SweepsPerEpoch { get; } = MostSweeps(count, examplesPerRun);

    /// <summary>The examples of the next sweep, in a fresh random order. Where nobody is left, everyone comes back: they may have to move with the intercept.</summary>
    public ReadOnlySpan<int> NextSweep()
    {
        int kept = 0;
        for (int position = 0; position < activeCount; position++)
            if (!visits[active[position]].IsLeftOut) active[kept++] = active[position];
        activeCount = kept;
        if (kept == 0)
        {
            Wake(_ => true);
            kept = activeCount;
        }

        shuffle.Shuffle(active.AsSpan(0, kept), order);
        return order.AsSpan(0, kept);
    }

    /// <summary>Fetches what <see cref="Report"/> needs of an example that is visited soon.</summary>
    public void Fetch(int example) => Prefetching.Fetch(ref visits[example]);

    /// <summary>Takes note of whether an example moved. One that is left out from now on is not in the next sweep.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Report(int example, bool moved)
    {
        ref Visits visit = ref visits[example];
        int idle = moved ? 0 : Math.Min(visit.Idle + 1, byte.MaxValue);     // without branches, as moves cannot be foreseen
        visit.Idle = (byte)idle;
        visit.IsLeftOut = leavesOut & idle >= visit.Patience;
    }

    /// <summary>Takes back those examples that were left out and <paramref name="wouldMove"/>.</summary>
    public void Wake(Predicate<int> wouldMove)
    {
        activeCount = 0;
        for (int example = 0; example < visits.Length; example++)
        {
            ref Visits visit = ref visits[example];
            if (visit.IsLeftOut && wouldMove(example)) visit = new() { Patience = (byte)Math.Min(byte.MaxValue, 2 * visit.Patience) };
            if (!visit.IsLeftOut) active[activeCount++] = example;
        }
    }

    private static int MostSweeps(int count, int examplesPerRun) => examplesPerRun < count ? 1 : Math.Max(FewestSweeps, FewestSteps / count);

    private static Visits[] NoVisits(int count, byte firstPatience)
    {
        Visits[] visits = new Visits[count];
        Array.Fill(visits, new() { Patience = firstPatience });
        return visits;
    }

    private struct Visits
    {
        public bool IsLeftOut;
        public byte Idle;           // how often in a row the example stayed put
        public byte Patience;       // how often it may, before it is left out
    }
}
