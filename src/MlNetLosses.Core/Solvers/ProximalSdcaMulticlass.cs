using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Proximal stochastic dual coordinate ascent for several outputs: a step maximises over all K dual variables of an example.</summary>
/// <remarks>
/// The algorithm of <see cref="ProximalSdca{TLoss, TPenalty}"/>, with aᵢ ∈ ℝᴷ, V = Σ (sᵢ/Σs) xᵢaᵢᵀ, W = ∇Ω*(V) and b = b₀ + A/κ ∈ ℝᴷ.
/// Source: S. Shalev-Shwartz, T. Zhang, Math. Program. 155 (2016), 105–145, section 5.
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty; strongly convex, because W must be a function of V.</typeparam>
public sealed class ProximalSdcaMulticlass<TLoss, TPenalty> : ISolver
    where TLoss : struct, IMulticlassDualLoss
    where TPenalty : struct, IStronglyConvexPenalty
{
    /// <summary>A step below this is rounding.</summary>
    private const double Unmoved = 1e-15;

    private readonly PreparedMulticlassProblem<TLoss, TPenalty> problem;
    private readonly LinkedWeights<TPenalty> weights;   // W, and V
    private readonly MulticlassCertifier<TLoss, TPenalty> certifier;
    private readonly ActiveSet active;
    private readonly double[] squaredNorms;     // Σⱼ (xᵢⱼ − mⱼ)²/μⱼ
    private readonly double[] dual;             // a, n × stride
    private readonly double[] balance;          // A
    private readonly double[] multipliers;      // b₀
    private readonly double[] intercepts;       // b, of centred features
    private readonly RowPanel panel;            // the present examples
    private readonly double[] step;             // the next a of one of them
    private readonly double interceptCurvature; // 1/κ; 0 without intercept

    /// <summary>A solver at its start.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="seed">Seed of the order of the examples.</param>
    /// <param name="threads">At most so many threads; null: all cores. The bits do not depend on it.</param>
    /// <param name="initialModel">Where to start; null: at weights 0.</param>
    /// <exception cref="ArgumentException">The problem or the initial model is not valid.</exception>
    public ProximalSdcaMulticlass(MulticlassProblem<TLoss, TPenalty> problem, int seed = 0, int? threads = null, LinearModel? initialModel = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        this.problem = new(problem, threads);
        ProblemValidation.CheckPositive(problem.PenaltyFactors);
        certifier = new(this.problem);
        int n = problem.Features.RowCount, stride = this.problem.Stride;
        weights = new(this.problem.Penalty, this.problem.Origin, stride);
        active = new(n, seed, problem.Features.RowsPerRun, problem.Features.NeighboursAtOnce);
        dual = new double[n * stride];
        panel = weights.CreatePanel(this.problem.Features);
        (balance, multipliers, step) = (new double[stride], new double[stride], new double[stride]);
        squaredNorms = weights.SquaredNorms(this.problem.Features, this.problem.Threads);
        interceptCurvature = problem.FitIntercept
            ? InterceptMultiplier.Curvature(squaredNorms, this.problem.Shares, this.problem.PredictionPerSlope)
            : 0;

        (double[] start, intercepts) = this.problem.Start(initialModel);
        intercepts.CopyTo(multipliers, 0);
        if (initialModel is null) return;
        certifier.WriteDualPoint(start, intercepts, dual);
        double[] dualSum = new double[weights.Values.Length];
        MatrixProducts.Correlate(this.problem.Features, this.problem.Shares, dual, stride, this.problem.Origin, dualSum, this.problem.Threads);
        weights.Set(dualSum);
    }

    /// <summary>Sweeps over the active examples until about as many steps are done as there are examples; with few examples, more.</summary>
    public void Epoch()
    {
        for (int steps = 0, sweeps = 0; steps < active.StepsPerEpoch && sweeps < active.SweepsPerEpoch; sweeps++)
        {
            ReadOnlySpan<int> order = active.NextSweep();
            steps += order.Length;
            for (int s = 0; s < order.Length; s += panel.Size)
            {
                ReadOnlySpan<int> examples = order.Slice(s, Math.Min(panel.Size, order.Length - s));
                foreach (int soon in order[Math.Min(s + problem.Features.FetchedAhead, order.Length)..Math.Min(s + problem.Features.FetchedAhead + panel.Size, order.Length)])
                    problem.Features.Fetch(soon);
                Step(examples);
            }

            for (int k = 0; k < intercepts.Length; k++)
            {
                multipliers[k] += InterceptMultiplier.Step * interceptCurvature * balance[k];
                intercepts[k] = multipliers[k] + interceptCurvature * balance[k];
            }
        }
    }

    /// <inheritdoc/>
    public Certificate Certify()
    {
        Certificate certificate = certifier.Certify(weights.Values, intercepts, dual);
        active.Wake(i => Maximize(i, certifier.Predictions(i)));
        return certificate;
    }

    /// <inheritdoc/>
    public LinearModel ToModel() => problem.ToModel(weights.Values, intercepts);

    /// <summary>Maximises over aᵢ of one example after another; their predictions are those of the weights before, and of the steps since.</summary>
    private void Step(ReadOnlySpan<int> examples)
    {
        panel.Load(examples);
        panel.Multiply(weights.Values);
        bool moved = false;
        for (int r = 0; r < examples.Length; r++)
        {
            Span<double> z = panel.Products(r)[..problem.ClassCount], change = panel.Factors(r);
            for (int k = 0; k < z.Length; k++) z[k] += intercepts[k];
            for (int before = 0; moved && before < r; before++)
            {
                double answer = weights.Answer(panel, before, r);
                for (int k = 0; k < z.Length; k++) z[k] += answer * panel.Factors(before)[k];
            }

            bool moves = Maximize(examples[r], z);
            active.Report(examples[r], moves);
            if (!moves) continue;
            moved = true;
            Span<double> a = dual.AsSpan(examples[r] * problem.Stride, problem.ClassCount);
            for (int k = 0; k < a.Length; k++)
            {
                (a[k], change[k]) = (step[k], problem.Shares[examples[r]] * (step[k] - a[k]));
                balance[k] += change[k];
                intercepts[k] = multipliers[k] + interceptCurvature * balance[k];
            }
        }

        if (moved) weights.Add(panel);
    }

    /// <summary>Writes the maximiser over aᵢ into <see cref="step"/>; false where aᵢ is the maximiser already.</summary>
    private bool Maximize(int i, ReadOnlySpan<double> z)
    {
        ReadOnlySpan<double> a = dual.AsSpan(i * problem.Stride, problem.ClassCount);
        Span<double> next = step.AsSpan(0, problem.ClassCount);
        double curvature = problem.Shares[i] * (squaredNorms[i] + interceptCurvature);
        if (curvature > 0)
        {
            a.CopyTo(next);
            problem.Loss.MaximizeDual(next, z, problem.Labels[i], curvature);
        }
        else
        {
            problem.Loss.Derivative(z, problem.Labels[i], next);
            for (int k = 0; k < next.Length; k++) next[k] = -next[k];
        }

        for (int k = 0; k < a.Length; k++)
            if (Math.Abs(next[k] - a[k]) > Unmoved) return true;
        return false;
    }
}
