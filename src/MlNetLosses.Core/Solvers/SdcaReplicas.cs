using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Two replicas of SDCA's iterate, so that two threads can step at a time; the bits are the same on one.</summary>
/// <remarks>
/// Each takes half of some examples, and does not see the other's steps until both are merged. It takes its own σ′ times for that: with σ′ = 2 the
/// merged dual variables are at least as good as those before, wherever the rows point. Smaller steps are slow ones, and had each found the best
/// of its half, every σ′ &gt; 1 would do: so it is 1.5 as long as the dual objective rises.
/// Source: C. Ma et al., "Adding vs. Averaging in Distributed Primal-Dual Optimization", ICML 2015 (σ′); N. Ioannou, C. Mendler-Dünner, T. Parnell,
/// "SySCD: A System-Aware Parallel Coordinate Descent Algorithm", NeurIPS 2019 (replicas, examples that change places).
/// </remarks>
internal sealed class SdcaReplicas<TPenalty>
    where TPenalty : struct, IStronglyConvexPenalty
{
    /// <summary>Both replicas are merged after so many steps together, and at the end of a sweep.</summary>
    private const int StepsPerMerge = 16_384;

    private const double Bold = 1.5;
    private const double Safe = 2;

    /// <summary>A merge goes through all weights: they are to be few beside the entries of the rows.</summary>
    private const int EntriesPerWeight = 32;

    private readonly SdcaIterate<TPenalty> iterate;
    private readonly SdcaIterate<TPenalty> first;
    private readonly SdcaIterate<TPenalty> second;
    private readonly Action<ReadOnlyMemory<int>, SdcaIterate<TPenalty>, double> sweep;
    private readonly RowBlocks features;
    private readonly ParallelOptions options;
    private double caution = Bold;          // σ′
    private double dualObjective = double.NegativeInfinity;

    /// <param name="iterate">What is replicated.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="sweep">Steps over examples with a replica, each counted σ′ times.</param>
    public SdcaReplicas(SdcaIterate<TPenalty> iterate, int threads, Action<ReadOnlyMemory<int>, SdcaIterate<TPenalty>, double> sweep)
    {
        (this.iterate, this.sweep, first, second) = (iterate, sweep, iterate.Replicate(), iterate.Replicate());
        features = new(iterate.Weights.Values.Length, threads);
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
            ReadOnlyMemory<int> part = order[start..Math.Min(order.Length, start + StepsPerMerge)];
            int half = part.Length / 2;
            first.TakeIntercept(iterate);
            second.TakeIntercept(iterate);
            Parallel.Invoke(options, () => sweep(part[..half], first, caution), () => sweep(part[half..], second, caution));
            features.Run((_, from, to) => iterate.Weights.Merge(first.Weights, second.Weights, caution, from, to));
            iterate.MergeBalance(first, second, caution);
        }
    }

    /// <summary>Takes note of the dual objective: where it fell, steps are safe ones from now on.</summary>
    public void Watch(Certificate certificate)
    {
        double present = certificate.Objective - certificate.DualityGap;
        if (!(present >= dualObjective)) caution = Safe;
        dualObjective = present;
    }
}
