using System.Numerics;

namespace MlNetLosses.Penalties;

/// <summary>No penalty: ω = 0. The fit is plain empirical risk minimisation.</summary>
/// <remarks>
/// <code>
/// ω(w)      0
/// prox      x
/// ω*(v)     0 if v = 0, +∞ otherwise
/// </code>
/// </remarks>
public readonly record struct NoPenalty : IPenalty
{
    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double DualRadius => 0;

    /// <inheritdoc/>
    public double Value(double weight) => 0;

    /// <inheritdoc/>
    public double Prox(double point, double stepSize) => point;

    /// <inheritdoc/>
    public Vector<double> Prox(Vector<double> point, Vector<double> stepSize) => point;

    /// <inheritdoc/>
    public double Conjugate(double dual) => dual == 0 ? 0 : double.PositiveInfinity;

    /// <inheritdoc/>
    public double Link(double dual) => dual == 0 ? 0 : Math.CopySign(double.PositiveInfinity, dual);

    /// <inheritdoc/>
    public override string ToString() => "NoPenalty";
}
