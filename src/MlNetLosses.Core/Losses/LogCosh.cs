namespace MlNetLosses.Losses;

/// <summary>Log-cosh loss: like Huber's, squared for small residuals and absolute for large ones, but with all derivatives.</summary>
/// <remarks>
/// With r = z − y:
/// <code>
/// f(z, y)   log cosh r
/// f′(z, y)  tanh r
/// f*(u, y)  ½ (1 + u) log(1 + u) + ½ (1 − u) log(1 − u)  + u y  if |u| ≤ 1,  +∞ otherwise
/// dual      −tanh ρ, with ρ + q tanh ρ = z − y − q a
/// </code>
/// Convex, 1-Lipschitz, 1-smooth. The unit of the label matters: residuals count as small below about 1.
/// Source: P. J. Green, "Bayesian Reconstructions from Emission Tomography Data Using a Modified EM Algorithm", IEEE Trans. Med. Imaging 9 (1990), 84–93.
/// </remarks>
public readonly record struct LogCosh : ISmoothLoss, ICurvedLoss
{
    private static readonly double Log2 = Math.Log(2);

    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.Real;

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Lipschitz => 1;

    /// <inheritdoc/>
    public double Smoothness => 1;

    /// <inheritdoc/>
    public double Value(double prediction, double label)
    {
        double r = Math.Abs(prediction - label);
        if (r > 1) return r - Log2 + Logistic.Softplus(-2 * r);
        double half = Math.Tanh(0.5 * r);       // the same, without cancellation near 0
        return 2 * Math.Atanh(half * half);
    }

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => Math.Tanh(prediction - label);

    /// <inheritdoc/>
    public double SecondDerivative(double prediction, double label)
    {
        double t = Math.Exp(-2 * Math.Abs(prediction - label));     // 1 − tanh² r, without cancellation far from 0
        return 4 * t / ((1 + t) * (1 + t));
    }

    /// <inheritdoc/>
    public double Conjugate(double slope, double label)
    {
        double size = Math.Abs(slope), square = slope * slope;
        return size < 0.5 ? slope * (label + Math.Atanh(slope)) - Math.Atanh(square / (2 - square))     // no cancellation near 0
            : size <= 1 ? slope * label + Log2 + Logistic.NegativeEntropy(0.5 * (1 - size))
            : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature)
    {
        double target = prediction - label - curvature * dual;
        double guess = 0.5 * (1 + Math.CopySign(1, target) * dual);
        double p = Logistic.SolveLogit(2 * (curvature - Math.Abs(target)), 4 * curvature, guess);     // tanh|ρ| = 1 − 2p
        return Math.CopySign(1 - 2 * p, -target);
    }

    /// <inheritdoc/>
    public override string ToString() => "LogCosh";
}
