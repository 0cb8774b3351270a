using System.Numerics;
using MlNetLosses.Penalties;

namespace MlNetLosses.Paths;

/// <summary>The penalty at one λ of a path: Lasso, ridge and everything between them in one type, so that a path is one loop.</summary>
/// <remarks>
/// With λ &gt; 0 and the ratio 0 ≤ α ≤ 1: ω(w) = λ (α|w| + ½ (1 − α) w²), the <see cref="ElasticNet"/> with λ₁ = λα, λ₂ = λ(1 − α), and for
/// α = 1 the <see cref="Lasso"/>.
/// </remarks>
/// <param name="Lambda">λ.</param>
/// <param name="L1Ratio">α.</param>
internal readonly record struct PathPenalty(double Lambda, double L1Ratio) : IPenalty
{
    /// <summary>λmax of a ridge would be infinite; as in glmnet it is that of this ratio.</summary>
    public const double LeastRatio = 1e-3;

    /// <summary>λ₁.</summary>
    public double L1 => Lambda * L1Ratio;

    /// <summary>λ₂.</summary>
    public double L2 => Lambda * (1 - L1Ratio);

    /// <inheritdoc/>
    public bool IsValid => Lambda > 0 && double.IsFinite(Lambda) && L1Ratio is >= 0 and <= 1;

    /// <inheritdoc/>
    public double DualRadius => L2 > 0 ? double.PositiveInfinity : L1;

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
        return s == 0 ? 0 : L2 > 0 ? 0.5 * s * s / L2 : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public double Link(double dual)
    {
        double s = Lasso.SoftThreshold(dual, L1);
        return s == 0 ? 0 : L2 > 0 ? s / L2 : Math.CopySign(double.PositiveInfinity, dual);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"PathPenalty(Lambda: {Lambda}, L1Ratio: {L1Ratio})");
}
