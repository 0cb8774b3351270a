using System.Numerics;
using static System.FormattableString;

namespace MlNetLosses.Penalties;

/// <summary>Lasso: sets weights to exactly zero, so it selects features.</summary>
/// <remarks>
/// With λ₁ ≥ 0:
/// <code>
/// ω(w)      λ₁|w|
/// prox      S(x, t λ₁),   S(x, t) = sign(x) max(|x| − t, 0)
/// ω*(v)     0 if |v| ≤ λ₁, +∞ otherwise
/// </code>
/// Convex, not strongly: for coordinate descent and SGD; SDCA wants <see cref="ElasticNet"/>.
/// Source: R. Tibshirani, "Regression Shrinkage and Selection via the Lasso", J. R. Statist. Soc. B 58 (1996), 267–288.
/// </remarks>
public readonly record struct Lasso : IPenalty
{
    /// <summary>Lasso.</summary>
    /// <param name="l1">λ₁, weight of |w|; positive (for zero, use <see cref="NoPenalty"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l1"/> is not positive and finite.</exception>
    public Lasso(double l1) => L1 = Guard.Positive(l1);

    /// <summary>λ₁, weight of |w|.</summary>
    public double L1 { get; }

    /// <inheritdoc/>
    public bool IsValid => L1 > 0;

    /// <inheritdoc/>
    public double DualRadius => L1;

    /// <inheritdoc/>
    public double Value(double weight) => L1 * Math.Abs(weight);

    /// <inheritdoc/>
    public double Prox(double point, double stepSize) => SoftThreshold(point, stepSize * L1);

    /// <inheritdoc/>
    public Vector<double> Prox(Vector<double> point, Vector<double> stepSize) => SoftThreshold(point, stepSize * L1);

    /// <inheritdoc/>
    public double Conjugate(double dual) => Math.Abs(dual) <= L1 ? 0 : double.PositiveInfinity;

    /// <inheritdoc/>
    public double Link(double dual) => Math.Abs(dual) <= L1 ? 0 : Math.CopySign(double.PositiveInfinity, dual);

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Lasso(l1: {L1})");

    /// <summary>S(x, t) = sign(x) max(|x| − t, 0).</summary>
    internal static double SoftThreshold(double x, double threshold) => Math.CopySign(Math.Max(Math.Abs(x) - threshold, 0), x);

    /// <summary>The vector twin, equal bit for bit.</summary>
    internal static Vector<double> SoftThreshold(Vector<double> x, Vector<double> threshold) =>
        Vector.CopySign(Vector.Max(Vector.Abs(x) - threshold, Vector<double>.Zero), x);
}
