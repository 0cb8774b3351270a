namespace MlNetLosses.Solvers;

/// <summary>Makes Σ sᵢaᵢ = 0 for multiclass dual points, as a free intercept demands, without leaving their domain.</summary>
/// <remarks>
/// A dual point is aᵢ = e_y − pᵢ with pᵢ in the simplex, so Σ sᵢpᵢ must equal the class shares π. Mixing every pᵢ with one r of the
/// simplex, (1 − θ) pᵢ + θ r, gives (1 − θ) p̄ + θ r = π: the least θ for which r ≥ 0 is 1 − minₖ πₖ/p̄ₖ.
/// </remarks>
internal static class SimplexBalance
{
    /// <param name="dual">a, <c>n × stride</c>.</param>
    /// <param name="classes">K.</param>
    /// <param name="stride">Distance between rows of <paramref name="dual"/>.</param>
    /// <param name="labels">y, n classes.</param>
    /// <param name="shares">s, n values that sum to 1.</param>
    /// <param name="classShares">π, K values.</param>
    public static void Apply(double[] dual, int classes, int stride, int[] labels, double[] shares, double[] classShares)
    {
        double[] mixed = new double[classes];     // first Σ sᵢaᵢ = π − p̄, then θ r
        for (int i = 0; i < labels.Length; i++)
            for (int k = 0; k < classes; k++)
                mixed[k] += shares[i] * dual[i * stride + k];

        double keep = 1;                          // 1 − θ
        for (int k = 0; k < classes; k++)
        {
            double mean = classShares[k] - mixed[k];
            if (mean > 0) keep = Math.Min(keep, classShares[k] / mean);
        }

        for (int k = 0; k < classes; k++) mixed[k] = Math.Max(0, classShares[k] - keep * (classShares[k] - mixed[k]));
        double total = mixed.Sum();
        if (total == 0) return;
        for (int k = 0; k < classes; k++) mixed[k] *= (1 - keep) / total;
        for (int i = 0; i < labels.Length; i++)
        {
            Span<double> a = dual.AsSpan(i * stride, classes);
            for (int k = 0; k < classes; k++) a[k] = keep * a[k] - mixed[k];
            a[labels[i]] = Math.Min(1, a[labels[i]] + 1 - keep);       // a sum that rounding takes past 1 is no dual point
        }
    }
}
