namespace MlNetLosses.Losses;

/// <summary>Squared hinge loss (L2-SVM): the hinge's margin with a smooth corner, and a stronger pull on gross errors.</summary>
/// <remarks>
/// With margin m = y z, y ∈ {−1, +1}:
/// <code>
/// f(z, y)   max(0, 1 − m)²
/// f′(z, y)  −2 y max(0, 1 − m)
/// f*(u, y)  u y + ¼ u²  if u y ≤ 0,  +∞ otherwise
/// dual      y max(0, (1 − m + q y a) / (½ + q))
/// </code>
/// Convex, 2-smooth, not Lipschitz.
/// Source: Hsieh, Chang, Lin, Keerthi, Sundararajan, "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 1 (L2-SVM).
/// </remarks>
public readonly record struct SquaredHinge : ISmoothLoss, ICurvedLoss
{
    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.PlusMinusOne;

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Lipschitz => double.PositiveInfinity;

    /// <inheritdoc/>
    public double Smoothness => 2;

    /// <inheritdoc/>
    public double Value(double prediction, double label)
    {
        double shortfall = Math.Max(0, 1 - label * prediction);
        return shortfall * shortfall;
    }

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => -2 * label * Math.Max(0, 1 - label * prediction);

    /// <inheritdoc/>
    public double SecondDerivative(double prediction, double label) => label * prediction < 1 ? 2 : 0;

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) =>
        slope * label <= 0 ? slope * (label + 0.25 * slope) : double.PositiveInfinity;

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        label * Math.Max(0, (1 - label * prediction + curvature * label * dual) / (0.5 + curvature));

    /// <inheritdoc/>
    public override string ToString() => "SquaredHinge";
}
