namespace MlNetLosses.Losses;

/// <summary>Crammer and Singer's multiclass hinge loss: the score of the right class must exceed every other by 1.</summary>
/// <remarks>
/// With p = u + e_y:
/// <code>
/// f(z, y)   max_k (1[k ≠ y] + z_k) − z_y
/// ∇f(z, y)  e_k − e_y,  k the first class that attains the maximum
/// f*(u, y)  u_y  if p is in the probability simplex,  +∞ otherwise
/// dual      e_y − p, p the projection of e_y − a + (z + 1 − e_y) / q on the probability simplex
/// </code>
/// Convex, √2-Lipschitz, not smooth. With K = 2 it is <see cref="Hinge"/> of the difference of the scores.
/// Source: K. Crammer, Y. Singer, "On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines",
/// J. Mach. Learn. Res. 2 (2001), 265–292; the projection: C. Michelot, "A Finite Algorithm for Finding the Projection of a Point
/// onto the Canonical Simplex of ℝⁿ", J. Optim. Theory Appl. 50 (1986), 195–200.
/// </remarks>
public readonly record struct CrammerSinger : IMulticlassDualLoss
{
    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> predictions, int label)
    {
        int k = MostViolating(predictions, label);
        return k == label ? 0 : 1 + predictions[k] - predictions[label];
    }

    /// <inheritdoc/>
    public void Derivative(ReadOnlySpan<double> predictions, int label, Span<double> derivative)
    {
        derivative.Clear();
        derivative[label] -= 1;
        derivative[MostViolating(predictions, label)] += 1;
    }

    /// <inheritdoc/>
    public double Conjugate(ReadOnlySpan<double> slope, int label) =>
        Simplex.Contains(slope, label) ? slope[label] : double.PositiveInfinity;

    /// <inheritdoc/>
    public void MaximizeDual(Span<double> dual, ReadOnlySpan<double> predictions, int label, double curvature)
    {
        // The point to project, times q, and shifted so that near-equal scores lose no digits to large ones.
        int best = MostViolating(predictions, label);
        double shift = predictions[best] + (best == label ? 0 : 1);
        for (int k = 0; k < dual.Length; k++)
        {
            dual[k] = k == label
                ? predictions[k] - shift + curvature * (1 - dual[k])
                : predictions[k] + 1 - shift - curvature * dual[k];
        }

        double threshold = Threshold(dual, curvature);
        for (int k = 0; k < dual.Length; k++) dual[k] = Math.Max(0, dual[k] - threshold) / curvature;
        Simplex.ToDual(dual, label);
    }

    /// <inheritdoc/>
    public override string ToString() => "CrammerSinger";

    /// <summary>The ν with Σ max(0, x_k − ν) = total: Newton's iteration from the left, which is Michelot's algorithm.</summary>
    private static double Threshold(ReadOnlySpan<double> x, double total)
    {
        double threshold = double.NegativeInfinity;
        foreach (double value in x) threshold = Math.Max(threshold, value - total);
        int active = int.MaxValue, previous;
        do      // ν rises and the set {x_k > ν} shrinks, until it stays: then ν is exact
        {
            double sum = 0;
            (previous, active) = (active, 0);
            foreach (double value in x)
            {
                if (!(value > threshold)) continue;
                sum += value;
                active++;
            }

            threshold = (sum - total) / active;
        }
        while (active < previous);
        return threshold;
    }

    private static int MostViolating(ReadOnlySpan<double> predictions, int label)
    {
        int best = label;
        double most = predictions[label];
        for (int k = 0; k < predictions.Length; k++)
            if (k != label && predictions[k] + 1 > most) (best, most) = (k, predictions[k] + 1);
        return best;
    }
}
