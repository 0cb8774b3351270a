using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlNetLosses.Data;

namespace MlNetLosses.Penalties;

/// <summary>w = ∇Ω*(v), the weights that belong to dual sums, for a strongly convex penalty: the step that SDCA makes after each example.</summary>
internal sealed class DualLink<TPenalty>(SeparablePenalty<TPenalty> separable, TPenalty penalty)
    where TPenalty : struct, IStronglyConvexPenalty
{
    private readonly double[] toDual = separable.ToDual;
    private readonly double[] toWeight = separable.ToWeight;
    private readonly double[]? lower = separable.Lower;
    private readonly double[]? upper = separable.Upper;

    /// <summary>Σⱼ (xᵢⱼ − mⱼ)² / μⱼ for every example i, where ωⱼ is μⱼ-strongly convex: how much w answers to xᵢ.</summary>
    public double[] SquaredNorms(FeatureMatrix features, ReadOnlySpan<double> origin)
    {
        double[] norms = new double[features.RowCount], inverses = new double[toDual.Length];
        for (int j = 0; j < inverses.Length; j++) inverses[j] = toDual[j] * toWeight[j] / penalty.StrongConvexity;
        for (int i = 0; i < norms.Length; i++) norms[i] = features[i].SquaredNorm(inverses, origin);
        return norms;
    }

    /// <summary>Updates the weights of the features that <paramref name="row"/> stores.</summary>
    public void Update(Row row, ReadOnlySpan<double> duals, Span<double> weights)
    {
        if (row.IsSparse)
            foreach (int j in row.Columns) weights[j] = Weight(j, duals[j]);
        else
            Update(duals, weights);
    }

    /// <summary>Updates all weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(ReadOnlySpan<double> duals, Span<double> weights)
    {
        ref double v = ref MemoryMarshal.GetReference(duals), w = ref MemoryMarshal.GetReference(weights[..duals.Length]);
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

        for (; j < duals.Length; j++) weights[j] = Weight(j, duals[j]);
    }

    /// <summary>Updates the weights of the features that <paramref name="row"/> stores, for several outputs side by side (<c>p × stride</c>).</summary>
    public void Update(Row row, ReadOnlySpan<double> duals, Span<double> weights, int stride)
    {
        for (int k = 0; k < row.Values.Length; k++) UpdateOutputs(row.IsSparse ? row.Columns[k] : k, duals, weights, stride);
    }

    /// <summary>Updates all weights, for several outputs side by side (<c>p × stride</c>).</summary>
    public void Update(ReadOnlySpan<double> duals, Span<double> weights, int stride)
    {
        for (int j = 0; j < toDual.Length; j++) UpdateOutputs(j, duals, weights, stride);
    }

    private void UpdateOutputs(int feature, ReadOnlySpan<double> duals, Span<double> weights, int stride)
    {
        for (int at = feature * stride; at < (feature + 1) * stride; at += Vector<double>.Count)
        {
            Vector<double> w = penalty.Link(new Vector<double>(duals[at..]) * toDual[feature]) * toWeight[feature];
            if (lower is not null) w = Vector.Max(w, new Vector<double>(lower[feature]));
            if (upper is not null) w = Vector.Min(w, new Vector<double>(upper[feature]));
            w.CopyTo(weights[at..]);
        }
    }

    private double Weight(int feature, double dual) => separable.Clip(feature, penalty.Link(dual * toDual[feature]) * toWeight[feature]);
}
