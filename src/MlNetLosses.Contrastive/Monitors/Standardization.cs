namespace MlNetLosses.Contrastive.Monitors;

/// <summary>Brings features to mean 0 and variance 1 over the labelled rows of a training set; a constant feature becomes 0.</summary>
internal sealed class Standardization
{
    /// <summary>A deviation below this share of the feature's size is rounding of single precision.</summary>
    private const double Rounding = 1e-6;

    private readonly double[] means, inverseDeviations;

    public Standardization(ReadOnlySpan<float> features, ReadOnlySpan<int> labels, int dimension)
    {
        means = new double[dimension];
        inverseDeviations = new double[dimension];
        for (int c = 0; c < dimension; c++)
        {
            double sum = 0, squares = 0, deviations = 0;
            int known = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                if (labels[i] < 0) continue;
                double value = features[i * dimension + c];
                sum += value;
                squares += value * value;
                known++;
            }

            means[c] = sum / known;
            for (int i = 0; i < labels.Length; i++)
                if (labels[i] >= 0) deviations += Math.Pow(features[i * dimension + c] - means[c], 2);
            bool varies = deviations > Rounding * Rounding * squares;
            inverseDeviations[c] = varies ? Math.Sqrt(known / deviations) : 0;
        }
    }

    public int Dimension => means.Length;

    public void Apply(ReadOnlySpan<float> row, Span<double> result)
    {
        for (int c = 0; c < result.Length; c++) result[c] = (row[c] - means[c]) * inverseDeviations[c];
    }
}
