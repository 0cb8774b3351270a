namespace MlNetLosses.Losses;

/// <summary>Hinge loss, the loss of the support vector machine.</summary>
/// <remarks>
/// With margin m = y z, y ∈ {−1, +1}:
/// <code>
/// f(z, y)   max(0, 1 − m)
/// f′(z, y)  −y if m &lt; 1, 0 otherwise
/// f*(u, y)  u y   if −1 ≤ u y ≤ 0,   +∞ otherwise
/// dual      y clip(y a + (1 − m) / q, 0, 1)
/// </code>
/// Convex, 1-Lipschitz, not smooth.
/// Source: Hsieh, Chang, Lin, Keerthi, Sundararajan, "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 1.
/// </remarks>
public readonly record struct Hinge : IDualLoss
{
    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.PlusMinusOne;

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Lipschitz => 1;

    /// <inheritdoc/>
    public double Value(double prediction, double label) => Math.Max(0, 1 - label * prediction);

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => label * prediction < 1 ? -label : 0;

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) =>
        slope * label is >= -1 and <= 0 ? slope * label : double.PositiveInfinity;

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        label * double.MinNative(double.MaxNative(label * dual + (1 - label * prediction) / curvature, 0), 1);

    /// <inheritdoc/>
    public override string ToString() => "Hinge";
}
