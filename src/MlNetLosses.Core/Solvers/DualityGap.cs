using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>How far from optimal a model can be, whichever solver made it.</summary>
public static class DualityGap
{
    /// <summary>Certifies <paramref name="model"/> for <paramref name="problem"/>.</summary>
    /// <remarks>
    /// For any dual point a with Σ sᵢaᵢ = 0 (free intercept), and v = Σ (sᵢ/Σs) aᵢxᵢ,
    /// <code>
    /// P(w, b) − min P ≤ (1/Σs) Σᵢ sᵢ [f(zᵢ) + f*(−aᵢ) + aᵢzᵢ] + Σⱼ [ωⱼ(wⱼ) + ωⱼ*(vⱼ) − wⱼvⱼ],
    /// </code>
    /// a sum of Fenchel–Young residuals, each ≥ 0. The dual point here is a = −f′(z), brought into the domain (docs/maths.md).
    /// </remarks>
    /// <param name="problem">The problem.</param>
    /// <param name="model">A model of that problem, within its bounds.</param>
    /// <param name="threads">At most so many threads; null: all cores. The bits do not depend on it.</param>
    /// <exception cref="ArgumentException">The problem is not valid, or the model is not of its size.</exception>
    public static Certificate Certify<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem, LinearModel model, int? threads = null)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IPenalty
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(model);
        PreparedProblem<TLoss, TPenalty> prepared = new(problem, threads);
        (double[] weights, double intercept) = prepared.Start(model);
        return new Certifier<TLoss, TPenalty>(prepared).Certify(weights, intercept);
    }
}
