using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Proximal stochastic dual coordinate ascent, with shrinking and a free intercept.</summary>
/// <remarks>
/// Keeps one dual variable a per example, v = Σ (sᵢ/Σs) aᵢxᵢ and w = ∇Ω*(v), and maximises the dual over one aᵢ after another in
/// random order. Of many examples, one whose aᵢ stays put is left out until the next certificate, which looks at every example
/// (<see cref="ActiveSet"/>).
/// The intercept is free, so Σ sᵢaᵢ = 0 at the optimum: b = b₀ + A/κ with A = Σ (sᵢ/Σs) aᵢ is the method of multipliers for
/// this constraint, b₀ its multiplier.
/// Where the loss has kinks, and there are many dense examples for each feature, the first epochs are Newton steps on the loss with its kinks rounded
/// (<see cref="SmoothedDescent{TLoss, TPenalty}"/>).
/// Source: S. Shalev-Shwartz, T. Zhang, "Accelerated Proximal Stochastic Dual Coordinate Ascent for Regularized Loss Minimization",
/// Math. Program. 155 (2016), 105–145; shrinking after Hsieh et al., ICML 2008, section 3.2; multipliers after
/// R. T. Rockafellar, "Augmented Lagrangians and Applications of the Proximal Point Algorithm in Convex Programming", Math. Oper. Res. 1 (1976).
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty; strongly convex, because w must be a function of v.</typeparam>
public sealed class ProximalSdca<TLoss, TPenalty> : ISolver
    where TLoss : struct, IDualLoss
    where TPenalty : struct, IStronglyConvexPenalty
{
    private readonly PreparedProblem<TLoss, TPenalty> problem;
    private readonly Certifier<TLoss, TPenalty> certifier;
    private readonly int seed;
    private SmoothedDescent<TLoss, TPenalty>? start;        // until it is finished
    private StochasticDualAscent<TLoss, TPenalty>? ascent;  // from then on

    /// <summary>A solver at its start.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="seed">Seed of the order of the examples.</param>
    /// <param name="threads">At most so many threads; null: all cores. The bits do not depend on it.</param>
    /// <param name="initialModel">Where to start; null: at weights 0.</param>
    /// <exception cref="ArgumentException">The problem or the initial model is not valid.</exception>
    public ProximalSdca(Problem<TLoss, TPenalty> problem, int seed = 0, int? threads = null, LinearModel? initialModel = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        this.problem = new(problem, threads);
        ProblemValidation.CheckPositive(problem.PenaltyFactors);
        certifier = new(this.problem);
        this.seed = seed;
        if (initialModel is null) start = SmoothedDescent<TLoss, TPenalty>.Of(this.problem, certifier);
        if (start is null) ascent = Ascend(initialModel);
    }

    /// <inheritdoc/>
    public bool CertifiesCheaply => ascent is null;

    /// <summary>A Newton step at first; then sweeps over the active examples until about as many steps are done as there are examples; with few examples, more.</summary>
    public void Epoch()
    {
        if (start?.IsFinished == true)
        {
            (double[] dual, double intercept) = (start.DualPoint(), start.Intercept);
            start = null;       // its memory is free before more is needed
            ascent = new(problem, certifier, seed, dual, intercept);
        }

        if (ascent is not null) ascent.Epoch();
        else start!.Epoch();
    }

    /// <inheritdoc/>
    public Certificate Certify() => ascent?.Certify() ?? start!.Certify();

    /// <inheritdoc/>
    public LinearModel ToModel() => ascent?.ToModel() ?? start!.ToModel();

    private StochasticDualAscent<TLoss, TPenalty> Ascend(LinearModel? initialModel)
    {
        double[] dual = new double[problem.Labels.Length];
        (double[] weights, double intercept) = problem.Start(initialModel);
        if (initialModel is not null) certifier.WriteDualPoint(weights, intercept, dual);
        return new(problem, certifier, seed, dual, intercept);
    }
}
