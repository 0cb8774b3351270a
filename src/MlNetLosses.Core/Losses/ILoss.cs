namespace MlNetLosses.Losses;

/// <summary>A convex loss f(z, y) of one example: z is the prediction xᵀw + b, y the label.</summary>
/// <remarks>
/// Implement as a <c>readonly record struct</c>: solvers are generic over the type, so every call below is inlined.
/// Bounded from below in z for every label, so that the dual variable 0 is always (in the closure of what is) feasible.
/// </remarks>
public interface ILoss
{
    /// <summary>The labels this loss accepts. A fact of the type, so solvers and tests read it without an instance.</summary>
    static abstract LabelDomain Labels { get; }

    /// <summary>Whether the parameters are in range; false only for <c>default</c> of a loss that has parameters.</summary>
    bool IsValid { get; }

    /// <summary>Smallest L with |f(z, y) − f(z′, y)| ≤ L|z − z′| for every y, or +∞.</summary>
    double Lipschitz { get; }

    /// <summary>f(z, y).</summary>
    double Value(double prediction, double label);

    /// <summary>f′(z, y), or any element of the subdifferential where f has a kink.</summary>
    double Derivative(double prediction, double label);
}
