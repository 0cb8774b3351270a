using System.Numerics;
using static System.FormattableString;

namespace MlNetLosses.Penalties;

/// <summary>Elastic net: a Lasso that selects, plus a ridge that shares weight among correlated features.</summary>
/// <remarks>
/// With λ₁ ≥ 0 and λ₂ &gt; 0:
/// <code>
/// ω(w)      λ₁|w| + ½ λ₂ w²
/// prox      S(x, t λ₁) / (1 + t λ₂),   S(x, t) = sign(x) max(|x| − t, 0)
/// ω*(v)     S(v, λ₁)² / (2 λ₂)
/// ω*′(v)    S(v, λ₁) / λ₂
/// </code>
/// λ₂-strongly convex.
/// Source: H. Zou, T. Hastie, "Regularization and Variable Selection via the Elastic Net", J. R. Statist. Soc. B 67 (2005), 301–320.
/// </remarks>
public readonly record struct ElasticNet : IStronglyConvexPenalty
{
    private readonly double inverseL2;      // the link is the inner loop of SDCA, and a division costs four products

    /// <summary>Elastic net.</summary>
    /// <param name="l1">λ₁, weight of |w|; zero or positive.</param>
    /// <param name="l2">λ₂, weight of ½ w²; positive (for zero, use <see cref="Lasso"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l1"/> is negative, or <paramref name="l2"/> not positive, or one of them not finite.</exception>
    public ElasticNet(double l1, double l2) => (L1, L2, inverseL2) = (Guard.NotNegative(l1), Guard.Positive(l2), 1 / l2);

    /// <summary>λ₁, weight of |w|.</summary>
    public double L1 { get; }

    /// <summary>λ₂, weight of ½ w².</summary>
    public double L2 { get; }

    /// <inheritdoc/>
    public bool IsValid => L2 > 0;

    /// <inheritdoc/>
    public double DualRadius => double.PositiveInfinity;

    /// <inheritdoc/>
    public double StrongConvexity => L2;

    /// <inheritdoc/>
    public bool HasLinearLink => L1 == 0;

    /// <inheritdoc/>
    public double Value(double weight) => L1 * Math.Abs(weight) + 0.5 * L2 * weight * weight;

    /// <inheritdoc/>
    public double Prox(double point, double stepSize) => Lasso.SoftThreshold(point, stepSize * L1) / (1 + stepSize * L2);

    /// <inheritdoc/>
    public Vector<double> Prox(Vector<double> point, Vector<double> stepSize) =>
        Lasso.SoftThreshold(point, stepSize * L1) / (Vector<double>.One + stepSize * L2);

    /// <inheritdoc/>
    public double Conjugate(double dual)
    {
        double s = Lasso.SoftThreshold(dual, L1);
        return 0.5 * s * s / L2;
    }

    /// <inheritdoc/>
    public double Link(double dual) => Lasso.SoftThreshold(dual, L1) * inverseL2;

    /// <inheritdoc/>
    public Vector<double> Link(Vector<double> dual) =>
        Lasso.SoftThreshold(dual, new Vector<double>(L1)) * inverseL2;

    /// <inheritdoc/>
    public override string ToString() => Invariant($"ElasticNet(l1: {L1}, l2: {L2})");
}
