using System.Runtime.CompilerServices;
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
    /// <summary>An intercept moves the predictions of those that are left out, too.</summary>
    private const byte PatienceWithIntercept = 2;

    private readonly PreparedProblem<TLoss, TPenalty> problem;
    private readonly LinkedWeights<TPenalty> weights;   // w, and v
    private readonly Certifier<TLoss, TPenalty> certifier;
    private readonly ActiveSet active;
    private readonly DualExample[] examples;
    private readonly double[] dual;             // a, for certificates
    private readonly double interceptCurvature; // 1/κ; 0 without intercept
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
        weights = new(this.problem.Penalty, problem.Penalty, this.problem.Origin);
        certifier = new(this.problem);
        int n = problem.Features.RowCount;
        active = new(n, seed, problem.Features.RowsPerRun, problem.Features.NeighboursAtOnce, problem.FitIntercept ? PatienceWithIntercept : (byte)1);
        dual = new double[n];
        double[] squaredNorms = weights.SquaredNorms(this.problem.Features, this.problem.Threads);      // Σⱼ (xᵢⱼ − mⱼ)²/μⱼ
        interceptCurvature = problem.FitIntercept
            ? InterceptMultiplier.Curvature(squaredNorms, this.problem.Shares, this.problem.PredictionPerSlope)
            : 0;
        Start(initialModel);
        examples = new DualExample[n];
        for (int i = 0; i < n; i++)
        {
            double share = this.problem.Shares[i];
            examples[i] = new() { Dual = dual[i], Label = this.problem.Labels[i], Share = share, Curvature = share * (squaredNorms[i] + interceptCurvature) };
        }
    }

    /// <summary>Sweeps over the active examples until about as many steps are done as there are examples; with few examples, more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Epoch()
    {
        for (int steps = 0, sweeps = 0; steps < active.StepsPerEpoch && sweeps < active.SweepsPerEpoch; sweeps++)
        {
            ReadOnlySpan<int> order = active.NextSweep();
            steps += order.Length;
            for (int s = 0; s < order.Length; s++)
                active.Report(order[s], Step(order[s], soon: order[Math.Min(s + problem.Features.FetchedAhead, order.Length - 1)]));

            multiplier += InterceptMultiplier.Step * interceptCurvature * balance;
            intercept = multiplier + interceptCurvature * balance;
        }
    }

    /// <inheritdoc/>
    public Certificate Certify()
    {
        for (int i = 0; i < dual.Length; i++) dual[i] = examples[i].Dual;
        Certificate certificate = problem.FitIntercept
            ? certifier.Certify(weights.Values, intercept, dual)
            : certifier.CertifyLinked(weights.Values, dual);
        active.Wake(i => MaximizeDual(examples[i], certifier.Predictions[i]) != dual[i]);
        return certificate;
    }

    /// <inheritdoc/>
    public LinearModel ToModel() => problem.ToModel(weights.Values, intercept);

    /// <summary>Maximises over aᵢ; false where it is at its maximum already. Between what it computes, it fetches an example that is visited soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Step(int i, int soon)
    {
        Fetch(soon);
        Row row = problem.Features[i];
        ref DualExample x = ref examples[i];
        double a = MaximizeDual(x, row.Dot(weights.Values, problem.Origin) + intercept);
        problem.Features.Fetch(soon, RowHalf.Second);
        if (a == x.Dual) return false;
        double change = x.Share * (a - x.Dual);
        x.Dual = a;
        weights.Add(row, change);
        balance += change;
        intercept = multiplier + interceptCurvature * balance;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double MaximizeDual(in DualExample x, double prediction)
    {
        if (x.Share == 0) return x.Dual;        // it takes no part, and its slope may be infinite
        return x.Curvature > 0
            ? problem.Loss.MaximizeDual(x.Dual, prediction, x.Label, x.Curvature)
            : -problem.Loss.Derivative(prediction, x.Label);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fetch(int example)
    {
        problem.Features.Fetch(example, RowHalf.First);
        Prefetching.Fetch(ref examples[example]);
        active.Fetch(example);
    }

    private void Start(LinearModel? model)
    {
        (double[] start, intercept) = problem.Start(model);
        multiplier = intercept;
        if (model is null) return;
        certifier.WriteDualPoint(start, intercept, dual);
        double[] dualSum = new double[problem.Features.ColumnCount];
        MatrixProducts.Correlate(problem.Features, problem.Shares, dual, problem.Origin, dualSum, problem.Threads);
        weights.Set(dualSum);
    }
}
