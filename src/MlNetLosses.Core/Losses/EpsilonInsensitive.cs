using MlNetLosses.Penalties;
using static System.FormattableString;

namespace MlNetLosses.Losses;

/// <summary>ε-insensitive loss, the loss of support vector regression: residuals up to ε cost nothing, larger ones linearly.</summary>
/// <remarks>
/// With r = z − y, ε &gt; 0 in the unit of the label, S(x, t) = sign(x) max(|x| − t, 0):
/// <code>
/// f(z, y)   max(0, |r| − ε)
/// f′(z, y)  sign(r) if |r| &gt; ε,  0 otherwise
/// f*(u, y)  u y + ε|u|  if |u| ≤ 1,  +∞ otherwise
/// dual      clip(S(y − z + q a, ε) / q, −1, 1)
/// </code>
/// Convex, 1-Lipschitz, not smooth.
/// Source: V. N. Vapnik, "The Nature of Statistical Learning Theory", Springer 1995;
/// C.-H. Ho, C.-J. Lin, "Large-scale Linear Support Vector Regression", J. Mach. Learn. Res. 13 (2012), 3323–3348, algorithm 3.
/// </remarks>
public readonly record struct EpsilonInsensitive : IDualLoss
{
    /// <summary>0.1, as LIBSVM and scikit-learn's <c>SVR</c> have it: right for labels of unit scale, otherwise say what error does not matter.</summary>
    public const double DefaultEpsilon = 0.1;

    /// <summary>ε-insensitive loss with ε = <see cref="DefaultEpsilon"/>.</summary>
    public EpsilonInsensitive() : this(DefaultEpsilon) { }

    /// <summary>ε-insensitive loss.</summary>
    /// <param name="epsilon">ε, the largest residual that costs nothing; positive, in the unit of the label (for zero, use <see cref="Absolute"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not positive and finite.</exception>
    public EpsilonInsensitive(double epsilon) => Epsilon = Guard.Positive(epsilon);

    /// <summary>ε, the largest residual that costs nothing.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.Real;

    /// <inheritdoc/>
    public bool IsValid => Epsilon > 0;

    /// <inheritdoc/>
    public double Lipschitz => 1;

    /// <inheritdoc/>
    public double Value(double prediction, double label) => Math.Max(0, Math.Abs(prediction - label) - Epsilon);

    /// <inheritdoc/>
    public double Derivative(double prediction, double label)
    {
        double r = prediction - label;
        return Math.Abs(r) > Epsilon ? Math.CopySign(1, r) : 0;
    }

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) =>
        Math.Abs(slope) <= 1 ? slope * label + Epsilon * Math.Abs(slope) : double.PositiveInfinity;

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        Math.Clamp(Lasso.SoftThreshold(label - prediction + curvature * dual, Epsilon) / curvature, -1, 1);

    /// <inheritdoc/>
    public override string ToString() => Invariant($"EpsilonInsensitive(epsilon: {Epsilon})");
}
