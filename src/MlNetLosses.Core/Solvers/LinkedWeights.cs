using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>W = ∇Ω*(V), the weights that belong to the dual sums V = Σ xᵢaᵢᵀ of SDCA, kept up to date at each change of one aᵢ.</summary>
/// <remarks>
/// Where the link is linear, as that of a ridge without bounds, W = diag(c) V and V is not kept: a step then touches
/// half the memory. Weights and dual sums are kept feature by feature, <c>p × stride</c>; the stride of one output is 1.
/// </remarks>
internal sealed class LinkedWeights<TPenalty>
    where TPenalty : struct, IStronglyConvexPenalty
{
    private readonly SeparablePenalty<TPenalty> separable;
    private readonly TPenalty penalty;
    private readonly double[] origin;
    private readonly int stride;
    private readonly double[] toDual;
    private readonly double[] toWeight;
    private readonly double[]? lower;
    private readonly double[]? upper;
    private readonly double[] slopes;           // c: wⱼ answers to vⱼ at most so much, and with a linear link exactly so much
    private readonly double commonSlope;        // c, where it is the same for all features; NaN where it is not
    private readonly bool isLinear;
    private readonly double[] duals;            // V; empty where the link is linear

    /// <summary>Weights that belong to dual sums of 0.</summary>
    /// <param name="separable">Ω.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="stride">Outputs, padded.</param>
    public LinkedWeights(SeparablePenalty<TPenalty> separable, double[] origin, int stride = 1)
    {
        (this.separable, penalty, this.origin, this.stride) = (separable, separable.Each, origin, stride);
        (toDual, toWeight, lower, upper) = (separable.ToDual, separable.ToWeight, separable.Lower, separable.Upper);
        slopes = new double[toDual.Length];
        SetSlopes();
        commonSlope = slopes.AsSpan().ContainsAnyExcept(slopes.FirstOrDefault()) ? double.NaN : slopes.FirstOrDefault();
        isLinear = penalty.HasLinearLink && lower is null && upper is null;
        Values = new double[slopes.Length * stride];
        duals = isLinear ? [] : new double[Values.Length];
    }

    /// <summary>W, <c>p × stride</c>.</summary>
    public double[] Values { get; }

    /// <summary>Σⱼ cⱼ (xᵢⱼ − mⱼ)² for every example i: how much xᵢᵀw answers to aᵢ, at most.</summary>
    public double[] SquaredNorms(FeatureMatrix features, int threads)
    {
        double[] norms = new double[features.RowCount];
        new RowBlocks(features.RowCount, threads).Run((_, start, end) =>
        {
            if (origin.Length == 0 && !double.IsNaN(commonSlope))
                for (int i = start; i < end; i++) norms[i] = commonSlope * features[i].SquaredNorm();
            else
                for (int i = start; i < end; i++) norms[i] = features[i].SquaredNorm(slopes, origin);
        });
        return norms;
    }

    /// <summary>Sets V, <c>p × stride</c>, and the weights that belong to it.</summary>
    public void Set(ReadOnlySpan<double> dualSums)
    {
        if (!isLinear) dualSums.CopyTo(duals);
        for (int at = 0; at < Values.Length; at++) Values[at] = Weight(at / stride, dualSums[at]);
    }

    /// <summary>V ← V + change (x − m), one output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Row x, double change)
    {
        if (!isLinear) AddAndLink(x, change);
        else if (double.IsNaN(commonSlope)) x.AddTo(Values, change, slopes, origin);
        else x.AddTo(Values, change * commonSlope, origin);
    }

    /// <summary>As many rows as steps of several outputs may be taken at once: with a linear link the weights answer to one step in proportion, so that the next step can allow for it.</summary>
    public RowPanel CreatePanel(FeatureMatrix features) => new(features, origin, stride, isSingle: !isLinear);

    /// <summary>V ← V + (X − 1mᵀ)ᵀ G, several outputs.</summary>
    /// <param name="rows">X, with the factors G.</param>
    public void Add(RowPanel rows)
    {
        if (isLinear)
        {
            rows.AddOuterTo(Values, slopes);
            return;
        }

        rows.AddOuterTo(duals);
        Row x = rows.Single;
        for (int k = 0; k < x.Values.Length; k++) LinkOutputs(x.IsSparse ? x.Columns[k] : k);
    }

    /// <summary>How much the predictions of one of the rows answer to a change of V at another; with a linear link.</summary>
    public double Answer(RowPanel rows, int row, int other) => rows.Product(row, other, slopes);

    private void AddAndLink(Row x, double change)
    {
        x.AddTo(duals, change, origin);
        if (x.IsSparse)
            foreach (int j in x.Columns) Values[j] = Weight(j, duals[j]);
        else
            LinkAll();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetSlopes()
    {
        for (int j = 0; j < slopes.Length; j++) slopes[j] = toDual[j] * toWeight[j] / penalty.StrongConvexity;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LinkAll()
    {
        ref double v = ref MemoryMarshal.GetArrayDataReference(duals), w = ref MemoryMarshal.GetArrayDataReference(Values);
        ref double before = ref MemoryMarshal.GetArrayDataReference(toDual), after = ref MemoryMarshal.GetArrayDataReference(toWeight);
        int j = 0;
        for (; j <= duals.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            nuint at = (nuint)j;
            Vector<double> weight = penalty.Link(Vector.LoadUnsafe(ref v, at) * Vector.LoadUnsafe(ref before, at)) * Vector.LoadUnsafe(ref after, at);
            if (lower is not null) weight = Vector.Max(weight, new Vector<double>(lower, j));
            if (upper is not null) weight = Vector.Min(weight, new Vector<double>(upper, j));
            weight.StoreUnsafe(ref w, at);
        }

        for (; j < duals.Length; j++) Values[j] = Weight(j, duals[j]);
    }

    private void LinkOutputs(int feature)
    {
        for (int at = feature * stride; at < (feature + 1) * stride; at += Vector<double>.Count)
        {
            Vector<double> w = penalty.Link(new Vector<double>(duals, at) * toDual[feature]) * toWeight[feature];
            if (lower is not null) w = Vector.Max(w, new Vector<double>(lower[feature]));
            if (upper is not null) w = Vector.Min(w, new Vector<double>(upper[feature]));
            w.CopyTo(Values, at);
        }
    }

    private double Weight(int feature, double dual) => separable.Clip(feature, penalty.Link(dual * toDual[feature]) * toWeight[feature]);
}
