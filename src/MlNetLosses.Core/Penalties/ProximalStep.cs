using System.Numerics;
using System.Runtime.CompilerServices;

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

    /// <summary>The new weights of as many features, from <paramref name="first"/> on, as a vector holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<double> WeightsOfFeatures(int first, Vector<double> weights, Vector<double> moves, double rate)
    {
        Vector<double> inverse = new(toWeight, first);
        Vector<double> result = penalty.Prox(new Vector<double>(scales, first) * weights - inverse * moves, new Vector<double>(factors, first) * rate) * inverse;
        if (lower is not null) result = Vector.Max(result, new Vector<double>(lower, first));
        if (upper is not null) result = Vector.Min(result, new Vector<double>(upper, first));
        return result;
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
}
