using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Proximal stochastic dual coordinate ascent, with shrinking and a free intercept.</summary>
/// <remarks>
/// Keeps one dual variable a per example, v = Σ (sᵢ/Σs) aᵢxᵢ and w = ∇Ω*(v), and maximises the dual over one aᵢ after another in
/// random order. An example whose aᵢ stayed put twice is left out until the next certificate, which looks at every example.
/// The intercept is free, so Σ sᵢaᵢ = 0 at the optimum: b = b₀ + A/κ with A = Σ (sᵢ/Σs) aᵢ is the method of multipliers for
/// this constraint, b₀ its multiplier.
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
    /// <summary>An example that did not move this many times in a row is left out.</summary>
    private const int Patience = 2;

    /// <summary>Sweeps over the examples that are left make at most so many an epoch.</summary>
    private const int MostSweeps = 10;

    private readonly PreparedProblem<TLoss, TPenalty> problem;
    private readonly DualLink<TPenalty> link;
    private readonly Certifier<TLoss, TPenalty> certifier;
    private readonly Random random;
    private readonly double[] squaredNorms;     // Σⱼ (xᵢⱼ − mⱼ)²/μⱼ
    private readonly double[] dual;             // a
    private readonly double[] dualSum;          // v
    private readonly double[] weights;          // w
    private readonly int[] order;               // the active examples, then those left out
    private readonly byte[] idle;               // how often an example has stayed put
    private readonly double interceptCurvature; // 1/κ; 0 without intercept
    private int active;
    private double balance;                     // A
    private double multiplier;                  // b₀
    private double intercept;                   // b, of centred features

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
        link = new(this.problem.Penalty, problem.Penalty);
        certifier = new(this.problem);
        random = new(seed);
        int n = problem.Features.RowCount, p = problem.Features.ColumnCount;
        (squaredNorms, dual, order, idle, active) = (new double[n], new double[n], [.. Enumerable.Range(0, n)], new byte[n], n);
        (dualSum, weights) = (new double[p], new double[p]);

        double meanSquaredNorm = 0;
        for (int i = 0; i < n; i++)
        {
            squaredNorms[i] = link.SquaredNorm(problem.Features[i], this.problem.Origin);
            meanSquaredNorm += this.problem.Shares[i] * squaredNorms[i];
        }

        // As much curvature for the intercept as for all features together: the multiplier settles fast, and no step more than halves.
        interceptCurvature = !problem.FitIntercept ? 0 : meanSquaredNorm > 0 ? meanSquaredNorm : 1;
        Start(initialModel);
    }

    /// <summary>Sweeps over the active examples until as many steps are done as there are examples.</summary>
    public void Epoch()
    {
        for (int steps = 0, sweeps = 0; steps < order.Length && sweeps < MostSweeps && active > 0; sweeps++)
        {
            steps += active;
            Sweep();
            multiplier = intercept;
            intercept += interceptCurvature * balance;
        }
    }

    /// <inheritdoc/>
    public Certificate Certify()
    {
        Certificate certificate = certifier.Certify(weights, intercept, dual);
        Reactivate();
        return certificate;
    }

    /// <inheritdoc/>
    public LinearModel ToModel() => problem.ToModel(weights, intercept);

    /// <summary>One step for each active example, in a fresh random order.</summary>
    private void Sweep()
    {
        (TLoss loss, FeatureMatrix features, double[] origin) = (problem.Loss, problem.Features, problem.Origin);
        (double[] shares, double[] labels) = (problem.Shares, problem.Labels);
        random.Shuffle(order.AsSpan(0, active));
        for (int s = 0; s < active; s++)
        {
            int i = order[s];
            Row x = features[i];
            double curvature = shares[i] * (squaredNorms[i] + interceptCurvature);
            double z = x.Dot(weights, origin) + intercept;
            double a = curvature > 0 ? loss.MaximizeDual(dual[i], z, labels[i], curvature) : -loss.Derivative(z, labels[i]);
            if (a == dual[i])
            {
                if (++idle[i] < Patience) continue;
                (order[s], order[active - 1]) = (order[--active], i);
                s--;
                continue;
            }

            double change = shares[i] * (a - dual[i]);
            (dual[i], idle[i]) = (a, 0);
            x.AddTo(dualSum, change, origin);
            link.Update(x, dualSum, weights);
            balance += change;
            intercept = multiplier + interceptCurvature * balance;
        }
    }

    /// <summary>Takes back every example whose step would not be nothing at the predictions of the last certificate.</summary>
    private void Reactivate()
    {
        for (int s = active; s < order.Length; s++)
        {
            int i = order[s];
            double curvature = problem.Shares[i] * (squaredNorms[i] + interceptCurvature);
            if (curvature == 0 || problem.Loss.MaximizeDual(dual[i], certifier.Predictions[i], problem.Labels[i], curvature) == dual[i]) continue;
            (order[s], order[active]) = (order[active++], i);
            idle[i] = 0;
        }
    }

    private void Start(LinearModel? model)
    {
        (double[] start, intercept) = problem.Start(model);
        multiplier = intercept;
        if (model is null) return;
        certifier.WriteDualPoint(start, intercept, dual);
        MatrixProducts.Correlate(problem.Features, problem.Shares, dual, problem.Origin, dualSum, problem.Threads);
        link.Update(dualSum, weights);
    }
}
