using System.Buffers;

namespace MlNetLosses.Data;

/// <summary>The two products that every certificate is made of, on several threads with the same bits on any number of them.</summary>
internal static class MatrixProducts
{
    private const int EntriesPerColumn = 8;

    /// <summary>z ← (X − 1mᵀ) w + b.</summary>
    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="weights">w, p values.</param>
    /// <param name="intercept">b.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="predictions">Receives z, n values.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void Predict(FeatureMatrix features, double[] weights, double intercept, double[] origin, double[] predictions, int threads) =>
        new RowBlocks(features.RowCount, threads).Run((_, start, end) =>
        {
            for (int i = start; i < end; i++) predictions[i] = features[i].Dot(weights, origin) + intercept;
        });

    /// <summary>v ← (X − 1mᵀ)ᵀ (s ∘ a).</summary>
    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="shares">s, n values.</param>
    /// <param name="dual">a, n values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="correlations">Receives v, p values.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void Correlate(FeatureMatrix features, double[] shares, double[] dual, double[] origin, double[] correlations, int threads) =>
        SumOverBlocks(features, threads, correlations, (part, start, end) =>
        {
            for (int i = start; i < end; i++)
                if (dual[i] != 0) features[i].AddTo(part, shares[i] * dual[i], origin);
        });

    /// <summary>z ← (X − 1mᵀ) w + b and v ← (X − 1mᵀ)ᵀ (s ∘ a), for the price of reading X once.</summary>
    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="weights">w, p values.</param>
    /// <param name="intercept">b.</param>
    /// <param name="shares">s, n values.</param>
    /// <param name="dual">a, n values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="predictions">Receives z, n values.</param>
    /// <param name="correlations">Receives v, p values.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void PredictAndCorrelate(
        FeatureMatrix features, double[] weights, double intercept, double[] shares, double[] dual, double[] origin, double[] predictions,
        double[] correlations, int threads) =>
        SumOverBlocks(features, threads, correlations, (part, start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                Row x = features[i];
                predictions[i] = x.Dot(weights, origin) + intercept;
                if (dual[i] != 0) x.AddTo(part, shares[i] * dual[i], origin);
            }
        });

    /// <summary>Z ← (X − 1mᵀ) W + 1bᵀ, for several outputs.</summary>
    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="weights">W, <c>p × stride</c>.</param>
    /// <param name="intercepts">b, stride values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="predictions">Receives Z, <c>n × stride</c>.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void Predict(FeatureMatrix features, double[] weights, double[] intercepts, double[] origin, double[] predictions, int threads) =>
        new RowBlocks(features.RowCount, threads).Run((_, start, end) =>
        {
            RowPanel panel = new(features, origin, intercepts.Length);
            for (int i = start; i < end; i += panel.Size)
            {
                panel.Load(i, Math.Min(panel.Size, end - i));
                panel.Predict(weights, intercepts, predictions.AsSpan(i * intercepts.Length));
            }
        });

    /// <summary>V ← (X − 1mᵀ)ᵀ (s ∘ A), for several outputs.</summary>
    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="shares">s, n values.</param>
    /// <param name="dual">A, <c>n × stride</c>.</param>
    /// <param name="stride">Outputs, padded.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="correlations">Receives V, <c>p × stride</c>.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void Correlate(
        FeatureMatrix features, double[] shares, double[] dual, int stride, double[] origin, double[] correlations, int threads) =>
        SumOverBlocks(features, threads, correlations, (part, start, end) =>
        {
            RowPanel panel = new(features, origin, stride);
            for (int i = start; i < end; i += panel.Size)
            {
                panel.Load(i, Math.Min(panel.Size, end - i));
                panel.SetFactors(shares.AsSpan(i), dual.AsSpan(i * stride));
                panel.AddOuterTo(part);
            }
        });

    /// <summary>Z ← (X − 1mᵀ) W + 1bᵀ and V ← (X − 1mᵀ)ᵀ (s ∘ A), for several outputs and the price of reading X once.</summary>
    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="weights">W, <c>p × stride</c>.</param>
    /// <param name="intercepts">b, stride values.</param>
    /// <param name="shares">s, n values.</param>
    /// <param name="dual">A, <c>n × stride</c>.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="predictions">Receives Z, <c>n × stride</c>.</param>
    /// <param name="correlations">Receives V, <c>p × stride</c>.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void PredictAndCorrelate(
        FeatureMatrix features, double[] weights, double[] intercepts, double[] shares, double[] dual, double[] origin, double[] predictions,
        double[] correlations, int threads) =>
        SumOverBlocks(features, threads, correlations, (part, start, end) =>
        {
            int stride = intercepts.Length;
            RowPanel panel = new(features, origin, stride);
            for (int i = start; i < end; i += panel.Size)
            {
                panel.Load(i, Math.Min(panel.Size, end - i));
                panel.Predict(weights, intercepts, predictions.AsSpan(i * stride));
                panel.SetFactors(shares.AsSpan(i), dual.AsSpan(i * stride));
                panel.AddOuterTo(part);
            }
        });

    /// <summary>total ← Σ over blocks of what <paramref name="add"/>(part, start, end) adds to a part of zeros, in the order of the blocks.</summary>
    private static void SumOverBlocks(FeatureMatrix features, int threads, double[] total, Action<double[], int, int> add)
    {
        // A part of zeros is made, and added, for each block: with many columns and few entries there are fewer blocks.
        long most = 1 + features.EntryCount / (EntriesPerColumn * (1L + features.ColumnCount));
        RowBlocks blocks = new(features.RowCount, threads, (int)Math.Min(RowBlocks.MostBlocks, most));
        double[][] parts = new double[blocks.Count][];
        blocks.Run((block, start, end) =>
        {
            parts[block] = block == 0 ? total : ArrayPool<double>.Shared.Rent(total.Length);
            Array.Clear(parts[block], 0, total.Length);
            add(parts[block], start, end);
        });

        new RowBlocks(total.Length, threads).Run((_, start, end) =>
        {
            foreach (double[] part in parts.AsSpan(1))
                for (int j = start; j < end; j++) total[j] += part[j];
        });
        foreach (double[] part in parts.AsSpan(1)) ArrayPool<double>.Shared.Return(part);
    }
}
