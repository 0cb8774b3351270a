using System.Numerics;

namespace MlNetLosses.Penalties;

/// <summary>A σ-strongly convex penalty: its conjugate is smooth, so it links dual to primal (w = ∇Ω*(v)), as SDCA needs.</summary>
public interface IStronglyConvexPenalty : IPenalty
{
    /// <summary>σ: ω − ½ σ w² is still convex.</summary>
    double StrongConvexity { get; }

    /// <summary>Whether the link is linear: ω*′(v) = v/σ.</summary>
    bool HasLinearLink { get; }

    /// <summary><see cref="IPenalty.Link(double)"/> of several v at once: the vector twin, equal bit for bit.</summary>
    Vector<double> Link(Vector<double> dual);
}
