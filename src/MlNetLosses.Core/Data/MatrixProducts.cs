namespace MlNetLosses.Data;

/// <summary>The two products that every certificate is made of, on several threads with the same bits on any number of them.</summary>
internal static class MatrixProducts
{
    private const int RowsPerBlock = 4096;
    private const int MostBlocks = 16;

    /// <summary>z ← (X − 1mᵀ) w + b.</summary>
    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="weights">w, p values.</param>
    /// <param name="intercept">b.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="predictions">Receives z, n values.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void Predict(FeatureMatrix features, double[] weights, double intercept, double[] origin, double[] predictions, int threads) =>
        ForBlocks(features.RowCount, threads, (_, start, end) =>
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
    public static void Correlate(FeatureMatrix features, double[] shares, double[] dual, double[] origin, double[] correlations, int threads)
    {
        int blocks = BlockCount(features.RowCount);
        double[][] parts = new double[blocks][];
        ForBlocks(features.RowCount, threads, (block, start, end) =>
        {
            double[] part = block == 0 ? correlations : new double[correlations.Length];
            Array.Clear(part);
            for (int i = start; i < end; i++)
                if (dual[i] != 0) features[i].AddTo(part, shares[i] * dual[i], origin);
            parts[block] = part;
        });

        for (int block = 1; block < blocks; block++)
            for (int j = 0; j < correlations.Length; j++)
                correlations[j] += parts[block][j];
    }

    /// <summary>Runs <paramref name="body"/>(block, start, end) over blocks of rows that depend on <paramref name="rowCount"/> alone.</summary>
    public static void ForBlocks(int rowCount, int threads, Action<int, int, int> body)
    {
        int blocks = BlockCount(rowCount);
        if (threads == 1 || blocks == 1)
            for (int block = 0; block < blocks; block++) Run(block);
        else
            Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, Run);

        void Run(int block) => body(block, (int)((long)rowCount * block / blocks), (int)((long)rowCount * (block + 1) / blocks));
    }

    private static int BlockCount(int rowCount) => Math.Clamp(rowCount / RowsPerBlock, 1, MostBlocks);
}
