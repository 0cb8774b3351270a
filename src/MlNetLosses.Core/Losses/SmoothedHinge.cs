using static System.FormattableString;

namespace MlNetLosses.Losses;

/// <summary>Hinge loss with its corner rounded over a width γ, so that solvers converge linearly.</summary>
/// <remarks>
/// With margin m = y z, y ∈ {−1, +1}, and γ &gt; 0:
/// <code>
/// f(z, y)   0 if m ≥ 1,  1 − m − ½ γ if m ≤ 1 − γ,  (1 − m)² / (2 γ) otherwise
/// f′(z, y)  −y clip((1 − m) / γ, 0, 1)
/// f*(u, y)  u y + ½ γ u²  if −1 ≤ u y ≤ 0,  +∞ otherwise
/// dual      y clip((1 − m + q y a) / (γ + q), 0, 1)
/// </code>
/// Convex, 1-Lipschitz, (1/γ)-smooth; γ → 0 is <see cref="Hinge"/>.
/// Source: S. Shalev-Shwartz, T. Zhang, "Stochastic Dual Coordinate Ascent Methods for Regularized Loss Minimization",
/// J. Mach. Learn. Res. 14 (2013), 567–599, section 2.
/// </remarks>
public readonly record struct SmoothedHinge : ISmoothLoss, ICurvedLoss
{
    /// <summary>1: squared over the whole margin, as in the source's experiments.</summary>
    public const double DefaultGamma = 1;

    /// <summary>Smoothed hinge loss with γ = <see cref="DefaultGamma"/>.</summary>
    public SmoothedHinge() : this(DefaultGamma) { }

    /// <summary>Smoothed hinge loss.</summary>
    /// <param name="gamma">γ, the width of the rounded corner in units of the margin; positive (for zero, use <see cref="Hinge"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gamma"/> is not positive and finite.</exception>
    public SmoothedHinge(double gamma) => Gamma = Guard.Positive(gamma);

    /// <summary>γ, the width of the rounded corner.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.PlusMinusOne;

    /// <inheritdoc/>
    public bool IsValid => Gamma > 0;

    /// <inheritdoc/>
    public double Lipschitz => 1;

    /// <inheritdoc/>
    public double Smoothness => 1 / Gamma;

    /// <inheritdoc/>
    public double Value(double prediction, double label)
    {
        double shortfall = Math.Max(0, 1 - label * prediction);
        return shortfall <= Gamma ? 0.5 * shortfall * shortfall / Gamma : shortfall - 0.5 * Gamma;
    }

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => -label * Math.Clamp((1 - label * prediction) / Gamma, 0, 1);

    /// <inheritdoc/>
    public double SecondDerivative(double prediction, double label) => label * prediction < 1 && label * prediction > 1 - Gamma ? 1 / Gamma : 0;

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) =>
        slope * label is >= -1 and <= 0 ? slope * (label + 0.5 * Gamma * slope) : double.PositiveInfinity;

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        label * Math.Clamp((1 - label * prediction + curvature * label * dual) / (Gamma + curvature), 0, 1);

    /// <inheritdoc/>
    public override string ToString() => Invariant($"SmoothedHinge(gamma: {Gamma})");
}
