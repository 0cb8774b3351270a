using System.Runtime.CompilerServices;

namespace MlNetLosses.Penalties;

/// <summary>A penalty with all that can differ between features: Ω(w) = Σⱼ φⱼ ω(σⱼ wⱼ), restricted to lⱼ ≤ wⱼ ≤ uⱼ.</summary>
/// <remarks>
/// One variable at a time, a box only clips: the constrained prox is the clipped prox, and the maximiser of v w − ω(w) over the
/// box is the clipped maximiser. Scale: prox of t φ ω(σ·) at x is prox of t φ σ² ω at σx, divided by σ; its link at v is the
/// link of ω at v/(φσ), divided by σ. A feature with σ = 0 has no variance and is held at 0.
/// </remarks>
internal sealed class SeparablePenalty<TPenalty>
    where TPenalty : struct, IPenalty
{
    private readonly double[] factors;      // φ
    private readonly double[] scales;       // σ

    /// <param name="penalty">ω.</param>
    /// <param name="factors">φⱼ ≥ 0, p values.</param>
    /// <param name="scales">σⱼ ≥ 0, p values.</param>
    /// <param name="lower">lⱼ ≤ 0, p values, or null.</param>
    /// <param name="upper">uⱼ ≥ 0, p values, or null.</param>
    public SeparablePenalty(TPenalty penalty, double[] factors, double[] scales, double[]? lower, double[]? upper)
    {
        (Each, this.factors, this.scales, Lower, Upper) = (penalty, factors, scales, lower, upper);
        (ToDual, ToWeight) = (new double[scales.Length], new double[scales.Length]);
        SetInverses();
    }

    private SeparablePenalty(SeparablePenalty<TPenalty> other, TPenalty penalty)
    {
        (Each, factors, scales, Lower, Upper) = (penalty, other.factors, other.scales, other.Lower, other.Upper);
        (ToDual, ToWeight) = (other.ToDual, other.ToWeight);
    }

    /// <summary>ω.</summary>
    public TPenalty Each { get; }

    /// <summary>σⱼ; 0 where the feature is held at 0.</summary>
    public ReadOnlySpan<double> Scales => scales;

    /// <summary>φⱼ.</summary>
    public ReadOnlySpan<double> Factors => factors;

    /// <summary>1/(φⱼσⱼ); 0 where the feature is held at 0.</summary>
    public double[] ToDual { get; }

    /// <summary>1/σⱼ; 0 where the feature is held at 0.</summary>
    public double[] ToWeight { get; }

    /// <summary>lⱼ, or null for no bounds.</summary>
    public double[]? Lower { get; }

    /// <summary>uⱼ, or null for no bounds.</summary>
    public double[]? Upper { get; }

    /// <summary>The same with another ω.</summary>
    public SeparablePenalty<TPenalty> With(TPenalty other) => new(this, other);

    /// <summary>Whether feature j is held at 0 because it has no variance.</summary>
    public bool IsFixed(int feature) => scales[feature] == 0;

    /// <summary>Whether ωⱼ is 0 in at least one unbounded direction, so that a dual point must be orthogonal to the feature.</summary>
    public bool IsUnpenalized(int feature) => HighestDual(feature) == 0 || LowestDual(feature) == 0;

    /// <summary>Largest factor ≤ 1 that brings vⱼ to where ωⱼ* is finite.</summary>
    public double LargestFactor(int feature, double dual)
    {
        if (dual == 0) return 1;
        double ratio = (dual > 0 ? HighestDual(feature) : LowestDual(feature)) / dual;
        // A rounding less, so that the product is inside to the last bit. On the edge, too: v/(φσ) may round to above it.
        return ratio < 1 + 1e-15 ? Math.Max(0, ratio - 1e-15) : 1;
    }

    /// <summary>φⱼ ω(σⱼ wⱼ).</summary>
    public double Value(int feature, double weight) => factors[feature] == 0 ? 0 : factors[feature] * Each.Value(scales[feature] * weight);

    /// <summary>Σⱼ φⱼ ω(σⱼ wⱼ).</summary>
    public double Value(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int j = 0; j < weights.Length; j++) sum += Value(j, weights[j]);
        return sum;
    }

    /// <summary>Σⱼ φⱼ ω(σⱼ wⱼ) of some features.</summary>
    public double Value(ReadOnlySpan<double> weights, ReadOnlySpan<int> features)
    {
        double sum = 0;
        foreach (int j in features) sum += Value(j, weights[j]);
        return sum;
    }

    /// <summary>The weight within the bounds that maximises v w − ωⱼ(w).</summary>
    public double Link(int feature, double dual)
    {
        if (IsFixed(feature) || dual == 0) return 0;
        double weight = factors[feature] == 0
            ? Math.CopySign(double.PositiveInfinity, dual)
            : Each.Link(dual * ToDual[feature]) * ToWeight[feature];
        return Clip(feature, weight);
    }

    /// <summary>ωⱼ(w) + ωⱼ*(v) − w v ≥ 0: what weight and dual still miss of belonging to each other.</summary>
    public double Residual(int feature, double weight, double dual)
    {
        double best = Link(feature, dual);
        return best == 0 && weight == 0 ? 0 : double.IsFinite(best)
            ? Value(feature, weight) - Value(feature, best) - dual * (weight - best)
            : double.PositiveInfinity;
    }

    /// <summary>argmin over the bounds of ½ (w − point)² + stepSize ωⱼ(w).</summary>
    public double Prox(int feature, double point, double stepSize)
    {
        double scale = scales[feature];
        return scale == 0 ? 0 : Clip(feature, Each.Prox(scale * point, stepSize * factors[feature] * scale * scale) * ToWeight[feature]);
    }

    /// <summary>The weight, clipped to its bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Clip(int feature, double weight)
    {
        if (Lower is not null) weight = Math.Max(weight, Lower[feature]);
        if (Upper is not null) weight = Math.Min(weight, Upper[feature]);
        return weight;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetInverses()
    {
        for (int j = 0; j < scales.Length; j++)
            if (scales[j] != 0) (ToDual[j], ToWeight[j]) = (1 / (factors[j] * scales[j]), 1 / scales[j]);
    }

    private double HighestDual(int feature) =>
        IsFixed(feature) || Upper?[feature] < double.PositiveInfinity ? double.PositiveInfinity : Radius(feature);

    private double LowestDual(int feature) =>
        IsFixed(feature) || Lower?[feature] > double.NegativeInfinity ? double.NegativeInfinity : -Radius(feature);

    private double Radius(int feature) => factors[feature] == 0 ? 0 : Each.DualRadius * factors[feature] * scales[feature];
}
