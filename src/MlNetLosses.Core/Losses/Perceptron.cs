namespace MlNetLosses.Losses;

/// <summary>Perceptron loss: errors cost their distance from the boundary, correct predictions nothing, whatever their margin.</summary>
/// <remarks>
/// With margin m = y z, y ∈ {−1, +1}:
/// <code>
/// f(z, y)   max(0, −m)
/// f′(z, y)  −y if m ≤ 0, 0 otherwise
/// f*(u, y)  0  if −1 ≤ u y ≤ 0,  +∞ otherwise
/// dual      y clip(y a − m / q, 0, 1)
/// </code>
/// Convex, 1-Lipschitz, not smooth. All weights 0 always minimise it together with any penalty, so it is for SGD, which stops
/// on its way; at m = 0 the derivative is therefore −y, which leads away from the origin.
/// Source: F. Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and Organization in the Brain",
/// Psychological Review 65 (1958), 386–408.
/// </remarks>
public readonly record struct Perceptron : IDualLoss
{
    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.PlusMinusOne;

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Lipschitz => 1;

    /// <inheritdoc/>
    public double Value(double prediction, double label) => Math.Max(0, -label * prediction);

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => label * prediction <= 0 ? -label : 0;

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) => slope * label is >= -1 and <= 0 ? 0 : double.PositiveInfinity;

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        label * Math.Clamp(label * dual - label * prediction / curvature, 0, 1);

    /// <inheritdoc/>
    public override string ToString() => "Perceptron";
}
