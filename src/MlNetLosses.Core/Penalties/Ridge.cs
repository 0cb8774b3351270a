using System.Numerics;
using static System.FormattableString;

namespace MlNetLosses.Penalties;

/// <summary>Ridge (L2, Tikhonov): shrinks all weights, sets none to zero.</summary>
/// <remarks>
/// With λ₂ &gt; 0:
/// <code>
/// ω(w)      ½ λ₂ w²
/// prox      x / (1 + t λ₂)
/// ω*(v)     v² / (2 λ₂)
/// ω*′(v)    v / λ₂
/// </code>
/// λ₂-strongly convex.
/// Source: A. E. Hoerl, R. W. Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", Technometrics 12 (1970), 55–67.
/// </remarks>
public readonly record struct Ridge : IStronglyConvexPenalty
{
    private readonly double inverseL2;      // the link is the inner loop of SDCA, and a division costs four products

    /// <summary>Ridge.</summary>
    /// <param name="l2">λ₂, weight of ½ w²; positive (for zero, use <see cref="NoPenalty"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l2"/> is not positive and finite.</exception>
    public Ridge(double l2) => (L2, inverseL2) = (Guard.Positive(l2), 1 / l2);

    /// <summary>λ₂, weight of ½ w².</summary>
    public double L2 { get; }

    /// <inheritdoc/>
    public bool IsValid => L2 > 0;

    /// <inheritdoc/>
    public double DualRadius => double.PositiveInfinity;

    /// <inheritdoc/>
    public double StrongConvexity => L2;

    /// <inheritdoc/>
    public bool HasLinearLink => true;

    /// <inheritdoc/>
    public double Value(double weight) => 0.5 * L2 * weight * weight;

    /// <inheritdoc/>
    public double Prox(double point, double stepSize) => point / (1 + stepSize * L2);

    /// <inheritdoc/>
    public Vector<double> Prox(Vector<double> point, Vector<double> stepSize) => point / (Vector<double>.One + stepSize * L2);

    /// <inheritdoc/>
    public double Conjugate(double dual) => 0.5 * dual * dual / L2;

    /// <inheritdoc/>
    public double Link(double dual) => dual * inverseL2;

    /// <inheritdoc/>
    public Vector<double> Link(Vector<double> dual) => dual * inverseL2;

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Ridge(l2: {L2})");
}
