using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Proximal stochastic gradient descent for multiclass losses: <see cref="ProximalSgd{TLoss, TPenalty}"/> with K outputs, which says how it works.</summary>
/// <remarks>With z = Wᵀ(xᵢ − m) + c and g = (n sᵢ/Σs) ∇f(z, yᵢ) a step is wⱼₖ ← wⱼₖ − ηⱼ gₖ (xᵢⱼ − mⱼ), cₖ ← cₖ − η gₖ.</remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed class ProximalSgdMulticlass<TLoss, TPenalty> : ISolver
    where TLoss : struct, IMulticlassDualLoss
    where TPenalty : struct, IPenalty
{
    private readonly PreparedMulticlassProblem<TLoss, TPenalty> problem;
    private readonly MulticlassCertifier<TLoss, TPenalty> certifier;
    private readonly StochasticDescent<MulticlassLoss<TLoss>, TPenalty> descent;

    /// <summary>A solver at its start.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="settings">The settings; null: the defaults.</param>
    /// <param name="threads">At most so many threads for certificates and objectives; null: all cores. Steps use one. The bits do not depend on it.</param>
    /// <param name="initialModel">Where to start; null: at weights 0.</param>
    /// <exception cref="ArgumentException">The problem or the initial model is not valid.</exception>
    public ProximalSgdMulticlass(
        MulticlassProblem<TLoss, TPenalty> problem, ProximalSgdSettings? settings = null, int? threads = null, LinearModel? initialModel = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        this.problem = new(problem, threads);
        certifier = new(this.problem);
        (double[] weights, double[] intercepts) = this.problem.Start(initialModel);
        descent = new(this.problem, new(problem.Loss, problem.Labels, problem.ClassCount), problem.Penalty, settings ?? new(), weights, intercepts);
    }

    /// <inheritdoc/>
    public bool IsFinished => descent.IsFinished;

    /// <summary>One step for each training example, in a fresh random order.</summary>
    public void Epoch() => descent.Epoch();

    /// <summary>The certificate of the best model so far, at the better of two dual points: its own slopes, and the average of the slopes met.</summary>
    public Certificate Certify()
    {
        descent.Compare();
        Certificate own = certifier.Certify(descent.Weights, descent.Intercepts), met = certifier.Certify(descent.Weights, descent.Intercepts, descent.DualAverage);
        return met.DualityGap < own.DualityGap ? met : own;
    }

    /// <summary>The best model so far.</summary>
    public LinearModel ToModel()
    {
        descent.Compare();
        return problem.ToModel(descent.Weights, descent.Intercepts);
    }
}
