namespace MlNetLosses.Losses;

/// <summary>Logistic loss (log loss, binary cross-entropy): 1 / (1 + e^−z) is the predicted probability of label +1.</summary>
/// <remarks>
/// With margin m = y z, y ∈ {−1, +1}, α = −u y, and 0 log 0 = 0:
/// <code>
/// f(z, y)   log(1 + e^−m)
/// f′(z, y)  −y / (1 + e^m)
/// f*(u, y)  α log α + (1 − α) log(1 − α)  if 0 ≤ α ≤ 1,  +∞ otherwise
/// dual      y α, with log(α / (1 − α)) + q α = q y a − m
/// </code>
/// Convex, 1-Lipschitz, ¼-smooth.
/// Source: H.-F. Yu, F.-L. Huang, C.-J. Lin, "Dual Coordinate Descent Methods for Logistic Regression and Maximum Entropy Models",
/// Machine Learning 85 (2011), 41–75.
/// </remarks>
public readonly record struct Logistic : ISmoothLoss, ICurvedLoss
{
    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.PlusMinusOne;

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Lipschitz => 1;

    /// <inheritdoc/>
    public double Smoothness => 0.25;

    /// <inheritdoc/>
    public double Value(double prediction, double label) => Softplus(-label * prediction);

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => -label / (1 + Math.Exp(label * prediction));

    /// <inheritdoc/>
    public double SecondDerivative(double prediction, double label)
    {
        double t = Math.Exp(-Math.Abs(prediction));
        return t / ((1 + t) * (1 + t));
    }

    /// <inheritdoc/>
    public double Conjugate(double slope, double label)
    {
        double p = -slope * label;
        return p is >= 0 and <= 1 ? NegativeEntropy(Math.Min(p, 1 - p)) : double.PositiveInfinity;
    }

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        label * SolveLogit(curvature * label * dual - label * prediction, curvature, label * dual);

    /// <inheritdoc/>
    public override string ToString() => "Logistic";

    /// <summary>log(1 + e^x). With log(1 + t) = 2 artanh(t / (2 + t)), small values keep all their digits.</summary>
    internal static double Softplus(double x)
    {
        double t = Math.Exp(-Math.Abs(x));
        return Math.Max(x, 0) + 2 * Math.Atanh(t / (2 + t));
    }

    /// <summary>p log p + (1 − p) log(1 − p) for 0 ≤ p ≤ ½.</summary>
    internal static double NegativeEntropy(double p) => p == 0 ? 0 : p * Math.Log(p) - 2 * (1 - p) * Math.Atanh(p / (2 - p));

    /// <summary>The root p ∈ [0, 1] of log(p / (1 − p)) + <paramref name="factor"/> p = <paramref name="target"/>.</summary>
    /// <remarks>
    /// By the symmetry p ↔ 1 − p the root sought is at most ½. The equation is increasing and concave there, so Newton's iteration
    /// lands below the root, whatever it starts from, and then rises to it: it needs no safeguard but that the first step stays
    /// above 0. From the guess that is so where the guess is good. Otherwise the start is the equation's root without
    /// log(1 − p) ∈ [−log 2, 0], Wright's omega function: too large by a share of at most p, which the first step removes.
    /// </remarks>
    /// <param name="target">Finite.</param>
    /// <param name="factor">Positive.</param>
    /// <param name="guess">In [0, 1]; the better, the fewer steps.</param>
    internal static double SolveLogit(double target, double factor, double guess) =>
        target <= 0.5 * factor
            ? SolveLowerLogit(target, factor, Math.Min(guess, 0.5))
            : 1 - SolveLowerLogit(factor - target, factor, Math.Min(1 - guess, 0.5));

    private static double SolveLowerLogit(double target, double factor, double guess)
    {
        double p = guess, step = RelativeNewtonStep(target, factor, p);
        if (Math.Abs(step) < 0.5)
        {
            p -= p * step;
        }
        else
        {
            p = Math.Min(WrightOmega.Value(Math.Log(factor) + target) / factor, 0.5);
            step = Math.Sqrt(p);
        }

        while (Math.Abs(step) > 1e-9)       // quadratic convergence: what is left is below the square of the last step
        {
            step = RelativeNewtonStep(target, factor, p);
            p -= p * step;
        }

        return p;
    }

    private static double RelativeNewtonStep(double target, double factor, double p) =>
        (Math.Log(p / (1 - p)) + factor * p - target) * (1 - p) / (1 + factor * p * (1 - p));
}
