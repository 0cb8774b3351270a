namespace MlNetLosses.Data;

/// <summary>Weighted mean and standard deviation (divided by Σs) of every feature.</summary>
internal sealed class FeatureMoments
{
    /// <summary>A variance below this share of the squared mean is rounding: the feature is constant.</summary>
    private const double ConstantFeature = 1e-24;

    private FeatureMoments(double[] means, double[] deviations) => (Means, Deviations) = (means, deviations);

    /// <summary>p means.</summary>
    public double[] Means { get; }

    /// <summary>p standard deviations; exactly 0 for a constant feature.</summary>
    public double[] Deviations { get; }

    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="shares">sᵢ/Σs, n values that sum to 1.</param>
    public static FeatureMoments Of(FeatureMatrix features, ReadOnlySpan<double> shares)
    {
        double[] means = new double[features.ColumnCount], deviations = new double[features.ColumnCount];
        for (int i = 0; i < features.RowCount; i++) features[i].AddTo(means, shares[i]);

        // Two passes: one would cancel for features far from zero. Entries that are not stored are at distance m from the mean.
        double[] stored = features.IsSparse ? new double[features.ColumnCount] : [];
        for (int i = 0; i < features.RowCount; i++)
        {
            Row x = features[i];
            for (int k = 0; k < x.Values.Length; k++)
            {
                int j = x.IsSparse ? x.Columns[k] : k;
                double distance = x.Values[k] - means[j];
                deviations[j] += shares[i] * distance * distance;
                if (x.IsSparse) stored[j] += shares[i];
            }
        }

        for (int j = 0; j < deviations.Length; j++)
        {
            double squaredMean = means[j] * means[j];
            double variance = features.IsSparse ? deviations[j] + Math.Max(0, 1 - stored[j]) * squaredMean : deviations[j];
            deviations[j] = variance <= ConstantFeature * squaredMean ? 0 : Math.Sqrt(variance);
        }

        return new(means, deviations);
    }
}
