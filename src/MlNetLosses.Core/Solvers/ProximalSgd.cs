using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Proximal stochastic gradient descent: takes any convex loss, any penalty and bounds.</summary>
/// <remarks>
/// An epoch takes each example once, in a fresh random order. With z = (xᵢ − m)ᵀw + c and g = (n sᵢ/Σs) f′(z, yᵢ) it steps
/// <code>
/// wⱼ ← wⱼ − ηⱼ g (xᵢⱼ − mⱼ),   ηⱼ = η/σⱼ²
/// c  ← c − η g                            after each K of these:   wⱼ ← prox(wⱼ, K ηⱼ)
/// </code>
/// so η is the rate of standardised weights. A step touches only what the row stores; the proximal step, truncation, touches all
/// weights, and those it leaves are the iterates that are averaged. K is as large as lets each weight be stepped 16 times on average: 16
/// on dense data, more on sparse; but never more than a 16th of the examples, and less where the penalty or the bounds are so strong
/// that the proximal step would move the weights by more than 3 % of their norm.
/// <para>
/// η₀ is found by trial on up to 1,000 examples: of the powers of 4 around 1/(mean squared norm of standardised examples),
/// the one whose pass ends with the least objective; then from there on up to 10,000, as a longer pass wants a smaller rate. It is multiplied by <see cref="ProximalSgdSettings.LearningRate"/>, and falls from epoch
/// to epoch as <see cref="ProximalSgdSettings.Schedule"/> says. An epoch whose steps met more loss, on average, than the fit began with, and that ends
/// worse, or not finite, is undone: the next one starts at the best model so far, at half the rate. So every learning rate ends in a finite model.
/// </para>
/// <para>
/// The model that <see cref="Certify"/> and <see cref="ToModel"/> speak of is the best of those that were compared: by the objective or, where examples
/// are held out, by their loss. Held-out examples compare the model of every epoch; the objective, which takes a pass over the examples, that of the epochs
/// after which a model or a certificate was asked for, or <see cref="ProximalSgdSettings.Patience"/> epochs had passed since the best. It is an average of iterates where <see cref="ProximalSgdSettings.Average"/>. Held-out examples take part in feature means and
/// scales, in the first intercept, and in the certificate, which is always that of the whole problem; no step sees them.
/// </para>
/// Source: J. Langford, L. Li, T. Zhang, "Sparse Online Learning via Truncated Gradient", JMLR 10 (2009), 777–801; its proximal form after
/// J. Duchi, Y. Singer, "Efficient Online and Batch Learning Using Forward Backward Splitting", JMLR 10 (2009), 2899–2934; η₀ after L. Bottou, "Stochastic Gradient Descent Tricks", Neural Networks: Tricks of the Trade (2012);
/// average after O. Shamir, T. Zhang, "Stochastic Gradient Descent for Non-smooth Optimization", ICML 2013.
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed class ProximalSgd<TLoss, TPenalty> : ISolver
    where TLoss : struct, IDualLoss
    where TPenalty : struct, IPenalty
{
    private readonly PreparedProblem<TLoss, TPenalty> problem;
    private readonly Certifier<TLoss, TPenalty> certifier;
    private readonly StochasticDescent<SingleOutputLoss<TLoss>, TPenalty> descent;

    /// <summary>A solver at its start.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="settings">The settings; null: the defaults.</param>
    /// <param name="threads">At most so many threads for certificates and objectives; null: all cores. Steps use one. The bits do not depend on it.</param>
    /// <param name="initialModel">Where to start; null: at weights 0.</param>
    /// <exception cref="ArgumentException">The problem or the initial model is not valid.</exception>
    public ProximalSgd(Problem<TLoss, TPenalty> problem, ProximalSgdSettings? settings = null, int? threads = null, LinearModel? initialModel = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        this.problem = new(problem, threads);
        certifier = new(this.problem);
        (double[] weights, double intercept) = this.problem.Start(initialModel);
        descent = new(this.problem, new(problem.Loss, problem.Labels), problem.Penalty, settings ?? new(), weights, [intercept]);
    }

    /// <inheritdoc/>
    public bool IsFinished => descent.IsFinished;

    /// <summary>One step for each training example, in a fresh random order.</summary>
    public void Epoch() => descent.Epoch();

    /// <summary>The certificate of the best model so far, at the better of two dual points: its own slopes, and the average of the slopes met.</summary>
    public Certificate Certify()
    {
        descent.Compare();
        Certificate own = certifier.Certify(descent.Weights, descent.Intercepts[0]), met = certifier.Certify(descent.Weights, descent.Intercepts[0], descent.DualAverage);
        return met.DualityGap < own.DualityGap ? met : own;
    }

    /// <summary>The best model so far.</summary>
    public LinearModel ToModel()
    {
        descent.Compare();
        return problem.ToModel(descent.Weights, descent.Intercepts[0]);
    }
}
