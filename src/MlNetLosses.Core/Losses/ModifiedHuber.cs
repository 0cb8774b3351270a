namespace MlNetLosses.Losses;

/// <summary>Modified Huber loss: squared hinge that turns linear for gross errors, so outliers pull with bounded force.</summary>
/// <remarks>
/// With margin m = y z, y ∈ {−1, +1}:
/// <code>
/// f(z, y)   max(0, 1 − m)²  if m ≥ −1,  −4 m otherwise
/// f′(z, y)  −y clip(2 (1 − m), 0, 4)
/// f*(u, y)  u y + ¼ u²  if −4 ≤ u y ≤ 0,  +∞ otherwise
/// dual      y clip((1 − m + q y a) / (½ + q), 0, 4)
/// </code>
/// Convex, 4-Lipschitz, 2-smooth.
/// Source: T. Zhang, "Solving Large Scale Linear Prediction Problems Using Stochastic Gradient Descent Algorithms", ICML 2004.
/// </remarks>
public readonly record struct ModifiedHuber : ISmoothLoss, ICurvedLoss
{
    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.PlusMinusOne;

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Lipschitz => 4;

    /// <inheritdoc/>
    public double Smoothness => 2;

    /// <inheritdoc/>
    public double Value(double prediction, double label)
    {
        double shortfall = Math.Max(0, 1 - label * prediction);
        return shortfall <= 2 ? shortfall * shortfall : 4 * (shortfall - 1);
    }

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => -label * Math.Clamp(2 * (1 - label * prediction), 0, 4);

    /// <inheritdoc/>
    public double SecondDerivative(double prediction, double label) => label * prediction < 1 && label * prediction > -1 ? 2 : 0;

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) =>
        slope * label is >= -4 and <= 0 ? slope * (label + 0.25 * slope) : double.PositiveInfinity;

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        label * Math.Clamp((1 - label * prediction + curvature * label * dual) / (0.5 + curvature), 0, 4);

    /// <inheritdoc/>
    public override string ToString() => "ModifiedHuber";
}
