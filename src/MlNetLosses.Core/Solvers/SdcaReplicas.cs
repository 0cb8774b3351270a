using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Two replicas of SDCA's iterate, so that two threads can step at a time; the bits are the same on one.</summary>
/// <remarks>
/// Each takes half of some examples, and does not see the other's steps until both are merged. So it counts its own σ′ times: with σ′ = 2 the merged dual
/// variables are never worse than those before, and if each found the best of its half, every σ′ &gt; 1 would do
/// (docs/decisions/0033). Smaller steps are slow ones: σ′ is 1.3 as long as the dual objective rises from certificate to certificate.
/// Source: C. Ma et al., "Adding vs. Averaging in Distributed Primal-Dual Optimization", ICML 2015 (σ′); N. Ioannou, C. Mendler-Dünner, T. Parnell,
/// "SySCD: A System-Aware Parallel Coordinate Descent Algorithm", NeurIPS 2019 (replicas, examples that change places in blocks).
/// </remarks>
internal sealed class SdcaReplicas<TPenalty>
    where TPenalty : struct, IStronglyConvexPenalty
{
    /// <summary>The replicas are merged after so many steps together, and at the end of a sweep.</summary>
    private const int StepsPerMerge = 8192;

    private const double Bold = 1.3;
    private const double Safe = 2;

    /// <summary>So many neighbours go to the same half: what is kept of them is on the same lines of the caches, which the threads would take from each other.</summary>
    private const int Neighbours = 64;

    /// <summary>A merge goes through all weights: they are to be few beside the entries of the rows.</summary>
    private const int EntriesPerWeight = 32;

    private readonly SdcaIterate<TPenalty> iterate;
    private readonly SdcaIterate<TPenalty> first;
    private readonly SdcaIterate<TPenalty> second;
    private readonly Action<ReadOnlyMemory<int>, SdcaIterate<TPenalty>, double> sweep;
    private readonly int[] halves = new int[StepsPerMerge];
    private readonly ParallelOptions options;
    private int turn;                       // how often examples were split
    private double caution = Bold;          // σ′
    private double dualObjective = double.NegativeInfinity;

    /// <param name="iterate">What is replicated.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="sweep">Steps over examples with a replica, each counted σ′ times.</param>
    public SdcaReplicas(SdcaIterate<TPenalty> iterate, int threads, Action<ReadOnlyMemory<int>, SdcaIterate<TPenalty>, double> sweep)
    {
        (this.iterate, this.sweep, first, second) = (iterate, sweep, iterate.Replicate(), iterate.Replicate());
        options = new() { MaxDegreeOfParallelism = threads };
    }

    /// <summary>Whether they pay: for sparse rows, of which steps are dear, and more than the caches hold.</summary>
    public static bool Suit(FeatureMatrix features) =>
        features.IsSparse && features.ExceedsCaches && features.EntryCount >= (long)EntriesPerWeight * features.ColumnCount;

    /// <summary>Steps over the examples, in their order but for the halves.</summary>
    public void Sweep(ReadOnlyMemory<int> order)
    {
        for (int start = 0; start < order.Length; start += StepsPerMerge)
        {
            ReadOnlySpan<int> part = order.Span[start..Math.Min(order.Length, start + StepsPerMerge)];
            int count = part.Length, front = Split(part);
            Parallel.Invoke(options, () => Sweep(first, 0, front), () => Sweep(second, front, count));
            iterate.Merge(first, second, caution);
        }
    }

    /// <summary>Writes those of one half to the front of <see cref="halves"/>, and those of the other behind them.</summary>
    /// <returns>How many are in front.</returns>
    private int Split(ReadOnlySpan<int> examples)
    {
        int front = 0, back = examples.Length;
        turn++;
        foreach (int i in examples) halves[IsInFront(i) ? front++ : --back] = i;
        return front;
    }

    /// <summary>In about half of the turns, others each time (Fibonacci hashing).</summary>
    private bool IsInFront(int example) => ((uint)(example / Neighbours + turn) * 2654435769u) >> 31 == 0;

    private void Sweep(SdcaIterate<TPenalty> replica, int start, int end)
    {
        replica.TakeIntercept(iterate);
        sweep(halves.AsMemory(start, end - start), replica, caution);
    }

    /// <summary>Takes note of the dual objective: where it fell, steps are safe ones from now on.</summary>
    public void Watch(Certificate certificate)
    {
        double present = certificate.Objective - certificate.DualityGap;
        if (!(present >= dualObjective)) caution = Safe;
        dualObjective = present;
    }
}
