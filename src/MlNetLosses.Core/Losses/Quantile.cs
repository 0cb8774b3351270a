using static System.FormattableString;

namespace MlNetLosses.Losses;

/// <summary>Quantile (pinball) loss: fits the conditional τ-quantile, so a share τ of the labels lies below the predictions.</summary>
/// <remarks>
/// With r = z − y, and 0 &lt; τ &lt; 1:
/// <code>
/// f(z, y)   max(−τ r, (1 − τ) r)
/// f′(z, y)  −τ if r &lt; 0,  0 if r = 0,  1 − τ if r &gt; 0
/// f*(u, y)  u y  if −τ ≤ u ≤ 1 − τ,  +∞ otherwise
/// dual      clip(a + (y − z) / q, τ − 1, τ)
/// </code>
/// Convex, max(τ, 1 − τ)-Lipschitz, not smooth.
/// Source: R. Koenker, G. Bassett, "Regression Quantiles", Econometrica 46 (1978), 33–50.
/// </remarks>
public readonly record struct Quantile : IDualLoss
{
    /// <summary>½, the median.</summary>
    public const double DefaultTau = 0.5;

    /// <summary>Quantile loss with τ = <see cref="DefaultTau"/>.</summary>
    public Quantile() : this(DefaultTau) { }

    /// <summary>Quantile loss.</summary>
    /// <param name="tau">τ, the share of the labels that is to lie below the predictions; strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tau"/> is not strictly between 0 and 1.</exception>
    public Quantile(double tau) => Tau = Guard.Fraction(tau);

    /// <summary>τ, the share of the labels that is to lie below the predictions.</summary>
    public double Tau { get; }

    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.Real;

    /// <inheritdoc/>
    public bool IsValid => Tau > 0;

    /// <inheritdoc/>
    public double Lipschitz => Math.Max(Tau, 1 - Tau);

    /// <inheritdoc/>
    public double Value(double prediction, double label)
    {
        double r = prediction - label;
        return r < 0 ? -Tau * r : (1 - Tau) * r;
    }

    /// <inheritdoc/>
    public double Derivative(double prediction, double label)
    {
        double r = prediction - label;
        return r < 0 ? -Tau : r > 0 ? 1 - Tau : 0;
    }

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) =>
        slope >= -Tau && slope <= 1 - Tau ? slope * label : double.PositiveInfinity;

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        Math.Clamp(dual + (label - prediction) / curvature, Tau - 1, Tau);

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Quantile(tau: {Tau})");
}
