using System.Runtime.CompilerServices;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>The stochastic steps of <see cref="ProximalSdca{TLoss, TPenalty}"/>: one dual variable after another, in random order, with shrinking.</summary>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
internal sealed class StochasticDualAscent<TLoss, TPenalty>
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

    /// <param name="problem">The problem.</param>
    /// <param name="certifier">Its certificates.</param>
    /// <param name="seed">Seed of the order of the examples.</param>
    /// <param name="dual">Where to start, n values, which are its own from then on.</param>
    /// <param name="intercept">The intercept to start with, of centred features.</param>
    public StochasticDualAscent(PreparedProblem<TLoss, TPenalty> problem, Certifier<TLoss, TPenalty> certifier, int seed, double[] dual, double intercept)
    {
        (this.problem, this.certifier, this.dual, this.intercept) = (problem, certifier, dual, intercept);
        multiplier = intercept;
        weights = new(problem.Penalty, problem.Origin);
        int n = problem.Labels.Length;
        active = new(n, seed, problem.Features.RowsPerRun, problem.Features.NeighboursAtOnce, problem.FitIntercept ? PatienceWithIntercept : (byte)1);
        double[] squaredNorms = weights.SquaredNorms(problem.Features, problem.Threads);      // Σⱼ (xᵢⱼ − mⱼ)²/μⱼ
        interceptCurvature = problem.FitIntercept ? InterceptMultiplier.Curvature(squaredNorms, problem.Shares, problem.PredictionPerSlope) : 0;
        SetWeights();
        examples = new DualExample[n];
        for (int i = 0; i < n; i++)
        {
            double share = problem.Shares[i];
            examples[i] = new() { Dual = dual[i], Label = problem.Labels[i], Share = share, Curvature = share * (squaredNorms[i] + interceptCurvature) };
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

    /// <summary>The certificate; examples that a step would move are active again.</summary>
    public Certificate Certify()
    {
        for (int i = 0; i < dual.Length; i++) dual[i] = examples[i].Dual;
        Certificate certificate = problem.FitIntercept
            ? certifier.Certify(weights.Values, intercept, dual)
            : certifier.CertifyLinked(weights.Values, dual);
        active.Wake(i => MaximizeDual(examples[i], certifier.Predictions[i]) != dual[i]);
        return certificate;
    }

    /// <summary>A copy of the present model.</summary>
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

    private void SetWeights()
    {
        if (!dual.AsSpan().ContainsAnyExcept(0.0)) return;
        double[] dualSum = new double[problem.Features.ColumnCount];
        MatrixProducts.Correlate(problem.Features, problem.Shares, dual, problem.Origin, dualSum, problem.Threads);
        weights.Set(dualSum);
    }
}
