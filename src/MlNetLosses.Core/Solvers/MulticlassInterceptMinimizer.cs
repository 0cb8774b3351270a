using MlNetLosses.Losses;

namespace MlNetLosses.Solvers;

/// <summary>The best model without weights: argmin_b Σₖ πₖ f(b, k), where πₖ is the share of class k.</summary>
/// <remarks>
/// Examples of one class are alike, so K of them will do. Ascends their duals one after another with the multiplier for
/// Σ πₖaₖ = 0, as <see cref="ProximalSdcaMulticlass{TLoss, TPenalty}"/> does, until primal and dual meet.
/// Starts at b = log π, which is the answer for the cross-entropy.
/// </remarks>
internal static class MulticlassInterceptMinimizer
{
    private const int MostSweeps = 10_000;
    private const double Tolerance = 1e-12;
    private const double Curvature = 10;

    public static (double[] Intercepts, double Objective) Minimize<TLoss>(TLoss loss, double[] classShares)
        where TLoss : struct, IMulticlassDualLoss
    {
        int classes = classShares.Length;
        double[] multipliers = [.. classShares.Select(share => Math.Log(share))], best = [.. multipliers], intercepts = [.. multipliers];
        double[] dual = new double[classes * classes], before = new double[classes];
        for (int c = 0; c < classes; c++)
            for (int k = 0; k < classes; k++)
                dual[c * classes + k] = (k == c ? 1 : 0) - classShares[k];

        double least = MeanLoss(loss, classShares, best);
        for (int sweep = 0; sweep < MostSweeps && least - DualValue(loss, classShares, dual) > Tolerance * least; sweep++)
        {
            for (int c = 0; c < classes; c++)
            {
                Span<double> a = dual.AsSpan(c * classes, classes);
                a.CopyTo(before);
                loss.MaximizeDual(a, intercepts, c, classShares[c] * Curvature);
                for (int k = 0; k < classes; k++) intercepts[k] += Curvature * classShares[c] * (a[k] - before[k]);
            }

            double value = MeanLoss(loss, classShares, intercepts);
            if (value < least)
            {
                least = value;
                intercepts.CopyTo(best, 0);
            }

            for (int k = 0; k < classes; k++)
            {
                double violation = intercepts[k] - multipliers[k];
                multipliers[k] += InterceptMultiplier.Step * violation;
                intercepts[k] = multipliers[k] + violation;
            }
        }

        return (best, least);
    }

    /// <summary>Σₖ πₖ f(b, k).</summary>
    public static double MeanLoss<TLoss>(TLoss loss, double[] classShares, double[] intercepts)
        where TLoss : struct, IMulticlassDualLoss
    {
        double sum = 0;
        for (int c = 0; c < classShares.Length; c++) sum += classShares[c] * loss.Value(intercepts, c);
        return sum;
    }

    /// <summary>The dual objective at <paramref name="dual"/> (<c>K × K</c>), balanced so that Σ πₖaₖ = 0.</summary>
    private static double DualValue<TLoss>(TLoss loss, double[] classShares, double[] dual)
        where TLoss : struct, IMulticlassDualLoss
    {
        int classes = classShares.Length;
        double[] balanced = [.. dual], slope = new double[classes];
        SimplexBalance.Apply(balanced, classes, classes, [.. Enumerable.Range(0, classes)], classShares, classShares);
        double value = 0;
        for (int c = 0; c < classes; c++)
        {
            for (int k = 0; k < classes; k++) slope[k] = -balanced[c * classes + k];
            value -= classShares[c] * loss.Conjugate(slope, c);
        }

        return value;
    }
}
