namespace MlNetLosses.Losses;

/// <summary>Exponential loss, the loss of AdaBoost.</summary>
/// <remarks>
/// With margin m = y z, y ∈ {−1, +1}, α = −u y, and 0 log 0 = 0:
/// <code>
/// f(z, y)   e^−m
/// f′(z, y)  −y e^−m
/// f*(u, y)  α log α − α  if α ≥ 0,  +∞ otherwise
/// dual      y ω(log q + q y a − m) / q,  ω Wright's omega function
/// </code>
/// Convex, neither Lipschitz nor smooth: a single mislabelled example can dominate the fit.
/// Source: Y. Freund, R. E. Schapire, "A Decision-Theoretic Generalization of On-Line Learning and an Application to Boosting",
/// J. Comput. Syst. Sci. 55 (1997), 119–139.
/// </remarks>
public readonly record struct Exponential : ICurvedLoss
{
    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.PlusMinusOne;

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Lipschitz => double.PositiveInfinity;

    /// <inheritdoc/>
    public double Value(double prediction, double label) => Math.Exp(-label * prediction);

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => -label * Math.Exp(-label * prediction);

    /// <inheritdoc/>
    public double SecondDerivative(double prediction, double label) => Math.Exp(-label * prediction);

    /// <inheritdoc/>
    public double Conjugate(double slope, double label)
    {
        double rate = -slope * label;
        return rate > 0 ? rate * (Math.Log(rate) - 1) : rate == 0 ? 0 : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        label * WrightOmega.Value(Math.Log(curvature) + curvature * label * dual - label * prediction) / curvature;

    /// <inheritdoc/>
    public override string ToString() => "Exponential";
}
