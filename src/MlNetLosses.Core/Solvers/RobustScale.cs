using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Fits a model whose robust loss has its threshold in units of the noise scale σ, together with σ.</summary>
/// <remarks>
/// Alternates: weights given σ (a problem with the threshold δσ), then σ given the residuals r, until σ settles.
/// <code>
/// MedianAbsoluteDeviation   σ = weighted median |rᵢ| / 0.6745
/// Concomitant               σ solves (1/Σs) Σᵢ sᵢ min(|rᵢ|/σ, δ)² = 1
/// </code>
/// The second makes (w, b, σ) the minimiser of (1/Σs) Σᵢ sᵢ [σ/2 + σ f(rᵢ/σ)] + Ω(w), which is jointly convex; given σ this is the
/// usual problem with penalty σ Ω. Labels and residuals are taken as they are: σ is found relative to the spread of the labels,
/// so labels of any size will do. The certificate of the result is that of the weights given σ.
/// Sources: P. J. Huber, "Robust Statistics", Wiley 1981, sections 7.7–7.8; A. B. Owen, "A Robust Hybrid of Lasso and Ridge
/// Regression", Contemp. Math. 443 (2007).
/// </remarks>
public static class RobustScale
{
    /// <summary>Median of |r| for standard normal r, to the four digits that R's rlm and everyone after it use.</summary>
    private const double NormalMedian = 0.6745;

    /// <summary>σ is held above this share of the labels' standard deviation.</summary>
    internal const double Floor = 1e-6;

    private const int MostRounds = 200;

    /// <summary>Runs the alternation.</summary>
    /// <param name="problem">The problem; the threshold of its loss is in units of σ.</param>
    /// <param name="estimation">How to estimate σ; <see cref="ScaleEstimation.None"/> runs the solver once.</param>
    /// <param name="solver">Makes a solver of a problem, to start from a model (null at first).</param>
    /// <param name="rule">When each fit given σ stops; the epochs are counted over all fits. σ settles to the same tolerance.</param>
    /// <param name="progress">Told each certificate; null for nobody.</param>
    /// <param name="cancellation">Checked each epoch.</param>
    /// <exception cref="ArgumentException">σ is to be concomitant, and the loss cannot tell it from 0: δ ≤ 1.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static SolverResult Run<TLoss, TPenalty>(
        Problem<TLoss, TPenalty> problem, ScaleEstimation estimation, Func<Problem<TLoss, TPenalty>, LinearModel?, ISolver> solver,
        StoppingRule rule, Action<TrainingProgress>? progress = null, CancellationToken cancellation = default)
        where TLoss : struct, IScalableLoss<TLoss>
        where TPenalty : struct, IPenalty
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(rule);
        if (estimation == ScaleEstimation.None) return SolverLoop.Run(solver(problem, null), rule, progress, cancellation);
        double threshold = problem.Loss.Lipschitz;
        if (estimation == ScaleEstimation.Concomitant && !(threshold > 1))
            throw new ArgumentException($"A concomitant scale needs a threshold above 1 σ, got {problem.Loss}. Use for example 1.345, or estimate the scale by MedianAbsoluteDeviation.", nameof(problem));

        ProblemValidation.Check(problem, problem.Labels.Length);
        ProblemValidation.CheckFinite(problem.Features, Environment.ProcessorCount);
        ProblemValidation.CheckLabels(problem.Labels, problem.Loss);
        double[] shares = ProblemValidation.SharesOf(problem.ExampleWeights, problem.Labels.Length);
        double[] residuals = new double[problem.Labels.Length];
        double spread = Spread(problem.Labels, shares);
        double floor = spread > 0 ? Floor * spread : 1;
        double scale = spread > 0 ? spread : 1;
        LinearModel? model = null;
        TimeSpan elapsed = TimeSpan.Zero;
        for (int round = 0, epochs = 0; ; round++)
        {
            Problem<TLoss, TPenalty> atScale = AtScale(problem, estimation, scale);
            int before = epochs;
            SolverResult result = SolverLoop.Run(
                solver(atScale, model), rule with { MaximumEpochs = Math.Max(1, rule.MaximumEpochs - epochs) },
                progress is null ? null : p => progress(p with { Epoch = before + p.Epoch, Elapsed = elapsed + p.Elapsed }), cancellation);
            epochs += result.Epochs;
            elapsed += result.Elapsed;
            model = result.Model;
            WriteResiduals(problem, model, residuals);
            double next = Math.Max(floor, ScaleOf(residuals, shares, estimation, threshold));
            bool settled = Math.Abs(next - scale) <= Math.Max(rule.Tolerance, 1e-12) * scale;
            if (settled || epochs >= rule.MaximumEpochs || round == MostRounds)
                return result with { Epochs = epochs, Elapsed = elapsed, Converged = settled && result.Converged, Scale = scale, ScaleCollapsed = next == floor };
            scale = next;
        }
    }

    /// <summary>σ, 0 where the residuals are too small to tell it from 0.</summary>
    /// <param name="residuals">|rᵢ|, n values.</param>
    /// <param name="shares">sᵢ/Σs, n values.</param>
    /// <param name="estimation">How to estimate it.</param>
    /// <param name="threshold">δ, in units of σ.</param>
    internal static double ScaleOf(double[] residuals, double[] shares, ScaleEstimation estimation, double threshold) => estimation switch
    {
        ScaleEstimation.Concomitant => ConcomitantScale(residuals, shares, threshold),
        ScaleEstimation.MedianAbsoluteDeviation => WeightedMedian(residuals, shares) / NormalMedian,
        _ => 1,
    };

    private static Problem<TLoss, TPenalty> AtScale<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem, ScaleEstimation estimation, double scale)
        where TLoss : struct, IScalableLoss<TLoss>
        where TPenalty : struct, IPenalty
    {
        Problem<TLoss, TPenalty> scaled = problem with { Loss = problem.Loss.AtScale(scale) };
        if (estimation != ScaleEstimation.Concomitant) return scaled;
        double[] factors = new double[problem.Features.ColumnCount];
        for (int j = 0; j < factors.Length; j++) factors[j] = scale * (problem.PenaltyFactors?[j] ?? 1);
        return scaled with { PenaltyFactors = factors };
    }

    private static void WriteResiduals<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem, LinearModel model, double[] residuals)
        where TLoss : struct, ILoss
        where TPenalty : struct, IPenalty
    {
        for (int i = 0; i < residuals.Length; i++)
            residuals[i] = Math.Abs(problem.Features[i].Dot(model.Weights) + model.Intercepts[0] - problem.Labels[i]);
    }

    /// <summary>The standard deviation of the labels.</summary>
    internal static double Spread(double[] labels, double[] shares)
    {
        double mean = 0, variance = 0;
        for (int i = 0; i < labels.Length; i++) mean += shares[i] * labels[i];
        for (int i = 0; i < labels.Length; i++) variance += shares[i] * (labels[i] - mean) * (labels[i] - mean);
        return Math.Sqrt(variance);
    }

    /// <summary>The middle of the sorted values by weight; the mean of the two middle ones where the weight splits evenly.</summary>
    private static double WeightedMedian(double[] values, double[] shares)
    {
        (double[] sorted, double[] weights) = ([.. values], [.. shares]);
        Array.Sort(sorted, weights);
        const double Rounding = 1e-12;
        double below = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            below += weights[i];
            if (below > 0.5 + Rounding) return sorted[i];
            if (below >= 0.5 - Rounding)
            {
                int next = i + 1;
                while (next < sorted.Length - 1 && weights[next] == 0) next++;
                return next < sorted.Length ? 0.5 * (sorted[i] + sorted[next]) : sorted[i];
            }
        }

        return sorted[^1];
    }

    /// <summary>The root σ of Σ sᵢ min(rᵢ/σ, δ)² = 1, which falls in σ; 0 where it is below 1 for every σ.</summary>
    private static double ConcomitantScale(double[] residuals, double[] shares, double threshold)
    {
        double low = 0, high = 0;
        for (int i = 0; i < residuals.Length; i++) high += shares[i] * residuals[i] * residuals[i];
        high = Math.Sqrt(high);
        while (true)
        {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high) return low;
            double sum = 0;
            for (int i = 0; i < residuals.Length; i++)
            {
                double r = Math.Min(residuals[i] / middle, threshold);
                sum += shares[i] * r * r;
            }

            if (sum > 1) low = middle;
            else high = middle;
        }
    }
}
