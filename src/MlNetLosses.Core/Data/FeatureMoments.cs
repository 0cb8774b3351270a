namespace MlNetLosses.Data;

/// <summary>Weighted mean and standard deviation (divided by Σs) of every feature.</summary>
public sealed class FeatureMoments
{
    /// <summary>A variance below this share of the squared mean is rounding: the feature is constant.</summary>
    private const double ConstantFeature = 1e-24;

    private FeatureMoments(double[] means, double[] deviations) => (Means, Deviations) = (means, deviations);

    /// <summary>p means.</summary>
    public double[] Means { get; }

    /// <summary>p standard deviations; exactly 0 for a constant feature.</summary>
    public double[] Deviations { get; }

    /// <summary>The moments of a matrix.</summary>
    /// <param name="features">X, <c>n × p</c>, finite.</param>
    /// <param name="shares">sᵢ/Σs, n values ≥ 0 that sum to 1.</param>
    /// <exception cref="ArgumentException">There is not one share per row.</exception>
    public static FeatureMoments Of(FeatureMatrix features, ReadOnlySpan<double> shares)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (shares.Length != features.RowCount)
            throw new ArgumentException($"There must be one share per row, got {shares.Length} shares for {features.RowCount} rows.", nameof(shares));
        double[] means = new double[features.ColumnCount], deviations = new double[features.ColumnCount];
        for (int i = 0; i < features.RowCount; i++) features[i].AddTo(means, shares[i]);

        // Two passes: one would cancel for features far from zero. The second also finds what rounding left in the means.
        // Entries that are not stored are at distance m from the mean.
        double[] errors = new double[features.ColumnCount], stored = new double[features.ColumnCount];
        int[] counts = new int[features.ColumnCount];
        int count = 0;
        for (int i = 0; i < features.RowCount; i++)
        {
            if (shares[i] == 0) continue;
            count++;
            Row x = features[i];
            x.AddMomentsTo(errors, deviations, shares[i], means);
            foreach (int j in x.Columns)
            {
                stored[j] += shares[i];
                counts[j]++;
            }
        }

        for (int j = 0; j < deviations.Length; j++)
        {
            double missing = !features.IsSparse || counts[j] == count ? 0 : Math.Max(0, 1 - stored[j]);
            double error = errors[j] - missing * means[j];
            double variance = deviations[j] + missing * means[j] * means[j] - error * error;
            means[j] += error;
            deviations[j] = variance <= ConstantFeature * means[j] * means[j] ? 0 : Math.Sqrt(variance);
        }

        return new(means, deviations);
    }
}
