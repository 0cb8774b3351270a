using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Proximal Newton steps by cyclic coordinate descent: needs a differentiable loss, takes any penalty and bounds.</summary>
/// <remarks>
/// An epoch minimises the quadratic model of the objective at the present weights, over the coordinates that are not zero or violate their optimality
/// condition, by cyclic coordinate descent: wⱼ ← prox(wⱼ − gⱼ/Lⱼ, 1/Lⱼ) with g the gradient of the model and Lⱼ = Σ (sᵢ/Σs) f″(zᵢ, yᵢ) xᵢⱼ². It then goes as
/// far towards that minimum as the objective falls. For dense data with many more examples than features the sweeps run on the Gram matrix, which is
/// summed once and then only by the rows whose curvature changed; otherwise on the columns, or the Gram matrix of those that move, whichever is less
/// work. Every sixth sweep on a Gram matrix tries an extrapolation of the last ones. The intercept is one more coordinate.
/// Sources: J. Friedman, T. Hastie, R. Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent",
/// J. Stat. Softw. 33 (2010); J. Lee, Y. Sun, M. Saunders, "Proximal Newton-Type Methods for Minimizing Composite Functions", SIAM J. Optim. 24 (2014).
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed class CoordinateDescent<TLoss, TPenalty> : ISolver
    where TLoss : struct, ICurvedLoss
    where TPenalty : struct, IPenalty
{
    /// <summary>The share of the violation that an epoch leaves, where its model of the objective is good.</summary>
    private const double LeastShare = 1e-3;

    private readonly PreparedProblem<TLoss, TPenalty> problem;
    private readonly Certifier<TLoss, TPenalty> certifier;
    private readonly ProximalNewton<TLoss, TPenalty> newton;
    private readonly int[] all;         // the coordinates that matter, and the intercept
    private readonly int[] working;
    private bool isBalanced;

    /// <summary>A solver at its start.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="threads">At most so many threads; null: all cores. The bits do not depend on it.</param>
    /// <param name="initialModel">Where to start; null: at weights 0.</param>
    /// <exception cref="ArgumentException">The problem or the initial model is not valid.</exception>
    public CoordinateDescent(Problem<TLoss, TPenalty> problem, int? threads = null, LinearModel? initialModel = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        this.problem = new(problem, threads);
        certifier = new(this.problem);
        newton = new(this.problem, Coordinates.Of(this.problem), initialModel);
        int p = this.problem.Features.ColumnCount;
        all = [.. Enumerable.Range(0, p).Where(newton.Matters), .. this.problem.FitIntercept ? [p] : (int[])[]];
        working = new int[all.Length];
        Settle();
    }

    /// <inheritdoc/>
    public bool CertifiesCheaply => certifier.TakesGradients;

    /// <summary>One Newton step, which coordinate descent computes.</summary>
    public void Epoch()
    {
        double violation = 0;
        int count = 0;
        foreach (int j in all)
        {
            bool isIntercept = j == newton.Weights.Length;
            double own = isIntercept ? Math.Abs(newton.SlopeSum) : newton.Violation(problem.Penalty, j);
            if (own > 0 || isIntercept || newton.Weights[j] != 0) working[count++] = j;
            violation = Math.Max(violation, own);
        }

        if (violation == 0) return;
        newton.Step(problem.Penalty, new(working, 0, count), LeastShare * violation);
        Settle();
    }

    /// <inheritdoc/>
    public Certificate Certify() => isBalanced && certifier.TakesGradients
        ? certifier.Certify(newton.Weights, newton.Predictions, newton.Gradients)
        : certifier.Certify(newton.Weights, newton.Intercept);

    /// <inheritdoc/>
    public LinearModel ToModel() => problem.ToModel(newton.Weights, newton.Intercept);

    /// <summary>Moves the intercept to where the slopes are in balance, as a certificate wants them, and brings the gradients up to date.</summary>
    private void Settle()
    {
        isBalanced = !problem.FitIntercept || newton.SettleIntercept();
        newton.UpdateGradients(all);
    }
}
