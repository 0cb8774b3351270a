namespace MlNetLosses.Losses;

/// <summary>Half squared error, the loss of least squares: fits the conditional mean.</summary>
/// <remarks>
/// With r = z − y:
/// <code>
/// f(z, y)   ½ r²
/// f′(z, y)  r
/// f*(u, y)  u y + ½ u²
/// dual      (y − z + q a) / (1 + q)
/// </code>
/// Convex, 1-smooth, not Lipschitz. Its mean is half the mean squared error (ML.NET's <c>SquaredLoss</c> is r²).
/// Source: A.-M. Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", Paris 1805.
/// </remarks>
public readonly record struct HalfSquared : ISmoothLoss, ICurvedLoss
{
    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.Real;

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Lipschitz => double.PositiveInfinity;

    /// <inheritdoc/>
    public double Smoothness => 1;

    /// <inheritdoc/>
    public double Value(double prediction, double label) => 0.5 * (prediction - label) * (prediction - label);

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => prediction - label;

    /// <inheritdoc/>
    public double SecondDerivative(double prediction, double label) => 1;

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) => slope * (label + 0.5 * slope);

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        (label - prediction + curvature * dual) / (1 + curvature);

    /// <inheritdoc/>
    public override string ToString() => "HalfSquared";
}
