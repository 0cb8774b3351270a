using MlNetLosses.Penalties;
using static System.FormattableString;

namespace MlNetLosses.Losses;

/// <summary>Squared ε-insensitive loss: residuals up to ε cost nothing, larger ones the square of what exceeds ε.</summary>
/// <remarks>
/// With r = z − y, ε &gt; 0 in the unit of the label, S(x, t) = sign(x) max(|x| − t, 0):
/// <code>
/// f(z, y)   S(r, ε)²
/// f′(z, y)  2 S(r, ε)
/// f*(u, y)  u y + ε|u| + ¼ u²
/// dual      S(y − z + q a, ε) / (½ + q)
/// </code>
/// Convex, 2-smooth, not Lipschitz.
/// Source: C.-H. Ho, C.-J. Lin, "Large-scale Linear Support Vector Regression", J. Mach. Learn. Res. 13 (2012), 3323–3348, algorithm 3 (L2-loss).
/// </remarks>
public readonly record struct SquaredEpsilonInsensitive : ISmoothLoss, ICurvedLoss
{
    /// <summary>0.1, as LIBSVM and scikit-learn's <c>SVR</c> have it: right for labels of unit scale, otherwise say what error does not matter.</summary>
    public const double DefaultEpsilon = 0.1;

    /// <summary>Squared ε-insensitive loss with ε = <see cref="DefaultEpsilon"/>.</summary>
    public SquaredEpsilonInsensitive() : this(DefaultEpsilon) { }

    /// <summary>Squared ε-insensitive loss.</summary>
    /// <param name="epsilon">ε, the largest residual that costs nothing; positive, in the unit of the label (for zero, use <see cref="HalfSquared"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not positive and finite.</exception>
    public SquaredEpsilonInsensitive(double epsilon) => Epsilon = Guard.Positive(epsilon);

    /// <summary>ε, the largest residual that costs nothing.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public static LabelDomain Labels => LabelDomain.Real;

    /// <inheritdoc/>
    public bool IsValid => Epsilon > 0;

    /// <inheritdoc/>
    public double Lipschitz => double.PositiveInfinity;

    /// <inheritdoc/>
    public double Smoothness => 2;

    /// <inheritdoc/>
    public double Value(double prediction, double label)
    {
        double excess = Math.Max(0, Math.Abs(prediction - label) - Epsilon);
        return excess * excess;
    }

    /// <inheritdoc/>
    public double Derivative(double prediction, double label) => 2 * Lasso.SoftThreshold(prediction - label, Epsilon);

    /// <inheritdoc/>
    public double SecondDerivative(double prediction, double label) => Math.Abs(prediction - label) >= Epsilon ? 2 : 0;

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) => slope * (label + 0.25 * slope) + Epsilon * Math.Abs(slope);

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        Lasso.SoftThreshold(label - prediction + curvature * dual, Epsilon) / (0.5 + curvature);

    /// <inheritdoc/>
    public override string ToString() => Invariant($"SquaredEpsilonInsensitive(epsilon: {Epsilon})");
}
