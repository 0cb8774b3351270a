using System.Globalization;
using Microsoft.ML.Data;
using MlNetLosses.Data;
using MlNetLosses.Solvers;

namespace MlNetLosses.Interop;

/// <summary>A linear model in single precision, as ML.NET's models hold it.</summary>
/// <param name="Weights">One vector of p weights per output, sparse where most are 0.</param>
/// <param name="Intercepts">One per output.</param>
internal sealed record RoundedModel(VBuffer<float>[] Weights, float[] Intercepts)
{
    private const double SparseDensity = 0.25;

    /// <summary>How many weights are not 0.</summary>
    public int NonZeroWeights { get; private init; }

    /// <summary>Rounds a model.</summary>
    /// <remarks>
    /// Rounding wⱼ by e moves the prediction by e xⱼ; for features far from 0 that is mostly e times their mean, which the
    /// intercept takes back: b + Σⱼ meanⱼ (wⱼ − float(wⱼ)).
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="examples">What it was trained on.</param>
    /// <param name="hasIntercept">Whether there is an intercept to compensate with.</param>
    /// <param name="featureColumn">For messages.</param>
    /// <exception cref="ArgumentException">A weight or an intercept does not fit in single precision.</exception>
    public static RoundedModel Round(LinearModel model, Examples examples, bool hasIntercept, string featureColumn)
    {
        int p = examples.Features.ColumnCount, outputs = model.Intercepts.Length, nonZero = 0;
        double[] means = hasIntercept ? MeansOf(examples) : new double[p];
        VBuffer<float>[] vectors = new VBuffer<float>[outputs];
        float[] intercepts = new float[outputs];
        for (int k = 0; k < outputs; k++)
        {
            ReadOnlySpan<double> exact = model.Weights.AsSpan(k * p, p);
            float[] rounded = new float[p];
            double intercept = model.Intercepts[k];
            for (int j = 0; j < p; j++)
            {
                rounded[j] = (float)exact[j];
                if (!float.IsFinite(rounded[j])) throw TooLarge($"weight of slot {j} of column '{featureColumn}'", exact[j]);
                intercept += means[j] * (exact[j] - rounded[j]);
            }

            intercepts[k] = (float)intercept;
            if (!float.IsFinite(intercepts[k])) throw TooLarge("intercept", intercept);
            nonZero += p - rounded.AsSpan().Count(0f);
            vectors[k] = ToVector(rounded);
        }

        return new(vectors, intercepts) { NonZeroWeights = nonZero };
    }

    private static double[] MeansOf(Examples examples)
    {
        double[] means = new double[examples.Features.ColumnCount];
        double total = examples.Weights?.Sum() ?? examples.Features.RowCount;
        for (int i = 0; i < examples.Features.RowCount; i++)
        {
            Row row = examples.Features[i];
            row.AddTo(means, (examples.Weights?[i] ?? 1) / total);
        }

        return means;
    }

    private static VBuffer<float> ToVector(float[] weights)
    {
        int count = weights.Length - weights.AsSpan().Count(0f);
        if (count >= SparseDensity * weights.Length) return new(weights.Length, weights);
        int[] slots = new int[count];
        float[] values = new float[count];
        for (int j = 0, k = 0; j < weights.Length; j++)
            if (weights[j] != 0) (slots[k], values[k++]) = (j, weights[j]);
        return new(weights.Length, count, values, slots);
    }

    private static ArgumentException TooLarge(string what, double value) =>
        new($"The {what} must fit in single precision, got {value.ToString("G6", CultureInfo.InvariantCulture)}. Scale the feature or the label, for example with NormalizeMeanVariance, so that they are of similar size.");
}
