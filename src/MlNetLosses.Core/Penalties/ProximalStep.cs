using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlNetLosses.Penalties;

/// <summary>The proximal gradient step on the standardised weight u = σw, seen on the raw scale: the step that SGD makes at each example.</summary>
/// <remarks>With the gradient g of w and the rate η: w ← clip(prox(σw − η g/σ, η φ)/σ, l, u), 0 where σ = 0. That is a step of η/σ² on w.</remarks>
internal sealed class ProximalStep<TPenalty>(SeparablePenalty<TPenalty> separable, TPenalty penalty)
    where TPenalty : struct, IPenalty
{
    private readonly double[] scales = [.. separable.Scales];
    private readonly double[] factors = [.. separable.Factors];
    private readonly double[] toWeight = separable.ToWeight;
    private readonly double[]? lower = separable.Lower;
    private readonly double[]? upper = separable.Upper;

    /// <summary>The new weight of a feature.</summary>
    /// <param name="feature">j.</param>
    /// <param name="weight">wⱼ.</param>
    /// <param name="move">η g.</param>
    /// <param name="rate">η.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Weight(int feature, double weight, double move, double rate) =>
        separable.Clip(feature, penalty.Prox(scales[feature] * weight - toWeight[feature] * move, factors[feature] * rate) * toWeight[feature]);

    /// <summary>Steps all weights at a dense row, and adds the new ones to <paramref name="sums"/>.</summary>
    /// <param name="row">x, p values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="move">η times the slope.</param>
    /// <param name="rate">η.</param>
    /// <param name="weights">w, p values.</param>
    /// <param name="sums">p values, or empty where nobody wants them.</param>
    public void Apply(ReadOnlySpan<float> row, ReadOnlySpan<double> origin, double move, double rate, Span<double> weights, Span<double> sums)
    {
        ref float x = ref MemoryMarshal.GetReference(row);
        int j = 0;
        for (; j <= row.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref x, (nuint)j), out Vector<double> low, out Vector<double> high);
            Apply(j, low, origin, move, rate, weights, sums);
            Apply(j + Vector<double>.Count, high, origin, move, rate, weights, sums);
        }

        for (; j < row.Length; j++)
        {
            weights[j] = Weight(j, weights[j], move * (origin.IsEmpty ? row[j] : row[j] - origin[j]), rate);
            if (!sums.IsEmpty) sums[j] += weights[j];
        }
    }

    /// <summary>The new weights of one feature for as many outputs as a vector holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> WeightsOfOutputs(int feature, Vector<double> weights, Vector<double> moves, double rate)
    {
        double inverse = toWeight[feature];
        Vector<double> result = penalty.Prox(weights * scales[feature] - moves * inverse, new Vector<double>(factors[feature] * rate)) * inverse;
        if (lower is not null) result = Vector.Max(result, new Vector<double>(lower[feature]));
        if (upper is not null) result = Vector.Min(result, new Vector<double>(upper[feature]));
        return result;
    }

    /// <summary>The step of as many features, from <paramref name="first"/> on, as a vector holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Apply(int first, Vector<double> x, ReadOnlySpan<double> origin, double move, double rate, Span<double> weights, Span<double> sums)
    {
        ref double w = ref weights[first];
        if (!origin.IsEmpty) x -= Vector.LoadUnsafe(in origin[first]);
        Vector<double> inverse = Vector.LoadUnsafe(ref toWeight[first]);
        Vector<double> point = Vector.LoadUnsafe(ref scales[first]) * Vector.LoadUnsafe(ref w) - inverse * (x * move);
        Vector<double> result = penalty.Prox(point, Vector.LoadUnsafe(ref factors[first]) * rate) * inverse;
        if (lower is not null) result = Vector.Max(result, Vector.LoadUnsafe(ref lower[first]));
        if (upper is not null) result = Vector.Min(result, Vector.LoadUnsafe(ref upper[first]));
        result.StoreUnsafe(ref w);
        if (!sums.IsEmpty) (Vector.LoadUnsafe(ref sums[first]) + result).StoreUnsafe(ref sums[first]);
    }
}
