namespace MlNetLosses.Losses;

/// <summary>Poisson loss with log link, for counts: e^z is the predicted mean, the loss half the Poisson deviance.</summary>
/// <remarks>
/// With y ≥ 0, and 0 log 0 = 0:
/// <code>
/// f(z, y)   e^z − y − y (z − log y)
/// f′(z, y)  e^z − y
/// f*(u, y)  u (log t − 1) + y log(t / y)  with t = u + y ≥ 0,  +∞ if t &lt; 0
/// dual      y − ω(log q + z + q (y − a)) / q,  ω Wright's omega function
/// </code>
/// Convex, neither Lipschitz nor smooth. The constant y log y − y, which the likelihood lacks, makes 0 the least value of the loss,
/// so that objectives can be read and compared.
/// Source: P. McCullagh, J. A. Nelder, "Generalized Linear Models", 2nd ed., Chapman and Hall 1989, chapters 2 and 6.
/// </remarks>
public readonly record struct Poisson : ICurvedLoss
{
    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.NonNegative;

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Lipschitz => double.PositiveInfinity;

    /// <inheritdoc/>
    public double Value(double prediction, double label)
    {
        double mean = Math.Exp(prediction);
        return label > 0 ? mean - label - label * (prediction - Math.Log(label)) : mean;
    }

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => Math.Exp(prediction) - label;

    /// <inheritdoc/>
    public double SecondDerivative(double prediction, double label) => Math.Exp(prediction);

    /// <inheritdoc/>
    public double Conjugate(double slope, double label)
    {
        double t = slope + label;
        if (!(t >= 0)) return double.PositiveInfinity;
        if (t == 0) return label == 0 ? 0 : label * (1 - Math.Log(label));
        return slope * (Math.Log(t) - 1) + (label == 0 ? 0 : label * Math.Log(t / label));
    }

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        label - WrightOmega.Value(Math.Log(curvature) + prediction + curvature * (label - dual)) / curvature;

    /// <inheritdoc/>
    public override string ToString() => "Poisson";
}
