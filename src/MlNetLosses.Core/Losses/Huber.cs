using static System.FormattableString;

namespace MlNetLosses.Losses;

/// <summary>Huber loss: squared for small residuals, absolute for large ones, so an outlier pulls with bounded force.</summary>
/// <remarks>
/// With r = z − y, and δ &gt; 0 in the unit of the label:
/// <code>
/// f(z, y)   ½ r²        if |r| ≤ δ,  δ|r| − ½ δ²  otherwise
/// f′(z, y)  clip(r, −δ, δ)
/// f*(u, y)  u y + ½ u²  if |u| ≤ δ,  +∞           otherwise
/// dual      clip((y − z + q a) / (1 + q), −δ, δ)
/// </code>
/// Convex, δ-Lipschitz, 1-smooth.
/// Source: P. J. Huber, "Robust Estimation of a Location Parameter", Ann. Math. Statist. 35 (1964), 73–101.
/// </remarks>
public readonly record struct Huber : IScalableLoss<Huber>, ICurvedLoss
{
    /// <summary>1.345 noise standard deviations: 95 % efficient when the noise is Gaussian.</summary>
    public const double DefaultDelta = 1.345;

    /// <summary>Huber loss with δ = <see cref="DefaultDelta"/>.</summary>
    public Huber() : this(DefaultDelta) { }

    /// <summary>Huber loss.</summary>
    /// <param name="delta">δ, the residual at which the loss turns from squared to absolute; positive, in the unit of the label.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not positive and finite.</exception>
    public Huber(double delta) => Delta = Guard.Positive(delta);

    /// <summary>δ, the residual at which the loss turns from squared to absolute.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.Real;

    /// <inheritdoc/>
    public bool IsValid => Delta > 0;

    /// <inheritdoc/>
    public double Lipschitz => Delta;

    /// <inheritdoc/>
    public double Smoothness => 1;

    /// <inheritdoc/>
    public double Value(double prediction, double label)
    {
        double slope = Derivative(prediction, label);
        return slope * (prediction - label - 0.5 * slope);
    }

    // Not Math.Clamp, which branches: outliers come when no processor expects them.
    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => Math.Max(-Delta, Math.Min(Delta, prediction - label));

    /// <inheritdoc/>
    public double SecondDerivative(double prediction, double label) => Math.Abs(prediction - label) <= Delta ? 1 : 0;

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) =>
        Math.Abs(slope) <= Delta ? slope * (label + 0.5 * slope) : double.PositiveInfinity;

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        Math.Clamp((label - prediction + curvature * dual) / (1 + curvature), -Delta, Delta);

    /// <inheritdoc/>
    public Huber AtScale(double scale) => new(Delta * scale);

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Huber(delta: {Delta})");
}
