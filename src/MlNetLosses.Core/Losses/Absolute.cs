namespace MlNetLosses.Losses;

/// <summary>Absolute error, the loss of least absolute deviations: fits the conditional median.</summary>
/// <remarks>
/// With r = z − y:
/// <code>
/// f(z, y)   |r|
/// f′(z, y)  sign(r)
/// f*(u, y)  u y  if |u| ≤ 1,  +∞ otherwise
/// dual      clip(a + (y − z) / q, −1, 1)
/// </code>
/// Convex, 1-Lipschitz, not smooth. Twice <see cref="Quantile"/> at τ = ½.
/// Source: R. J. Boscovich, "De litteraria expeditione per pontificiam ditionem",
/// Bononiensi Scientiarum et Artum Instituto atque Academia Commentarii 4 (1757), 353–396.
/// </remarks>
public readonly record struct Absolute : IDualLoss
{
    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.Real;

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Lipschitz => 1;

    /// <inheritdoc/>
    public double Value(double prediction, double label) => Math.Abs(prediction - label);

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => prediction > label ? 1 : prediction < label ? -1 : 0;

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) => Math.Abs(slope) <= 1 ? slope * label : double.PositiveInfinity;

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        Math.Clamp(dual + (label - prediction) / curvature, -1, 1);

    /// <inheritdoc/>
    public override string ToString() => "Absolute";
}
