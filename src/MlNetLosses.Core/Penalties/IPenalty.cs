using System.Numerics;

namespace MlNetLosses.Penalties;

/// <summary>A convex penalty that is a sum over the weights, Ω(w) = Σⱼ ω(wⱼ), with ω even, ω(0) = 0.</summary>
/// <remarks>Implement as a <c>readonly record struct</c>: solvers are generic over the type, so every call below is inlined.</remarks>
public interface IPenalty
{
    /// <summary>Whether the parameters are in range; false only for <c>default</c> of a penalty that has parameters.</summary>
    bool IsValid { get; }

    /// <summary>Largest |v| with ω*(v) &lt; ∞: +∞ for a strongly convex penalty, λ₁ for the Lasso, 0 for none.</summary>
    double DualRadius { get; }

    /// <summary>ω(w).</summary>
    double Value(double weight);

    /// <summary>prox(x) = argmin_u { ½ (u − x)² + stepSize ω(u) }.</summary>
    /// <param name="point">x.</param>
    /// <param name="stepSize">At least 0.</param>
    double Prox(double point, double stepSize);

    /// <summary>prox of several x at once, each with its own step size: the vector twin, equal bit for bit.</summary>
    Vector<double> Prox(Vector<double> point, Vector<double> stepSize);

    /// <summary>ω*(v) = sup_w { v w − ω(w) }; +∞ outside |v| ≤ <see cref="DualRadius"/>, never NaN.</summary>
    double Conjugate(double dual);

    /// <summary>argmax_w { v w − ω(w) }, the weight that belongs to v; ±∞ outside |v| ≤ <see cref="DualRadius"/>, and 0 on its edge.</summary>
    double Link(double dual);
}
