using MlNetLosses.Data;

namespace MlNetLosses.Solvers;

/// <summary>Coordinates of dense data with many more examples than features, read row by row on all threads, with the same bits on any number of them.</summary>
internal sealed class CentredRows : Coordinates
{
    private readonly FeatureMatrix features;
    private readonly double[] origin;
    private readonly int threads;
    private readonly RowBlocks blocks;
    private readonly double[][] parts;              // the sums of each block
    private readonly double[] weights;
    private readonly Action<int, int, int> correlateBlock;
    private readonly Action<int, int, int> combineBlock;
    private double intercept;
    private double[] vector = [];

    /// <param name="features">X, <c>n × p</c>, dense.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="threads">At most so many threads.</param>
    public CentredRows(FeatureMatrix features, double[] origin, int threads)
    {
        (this.features, this.origin, this.threads) = (features, origin, threads);
        blocks = new(features.RowCount, threads);
        parts = [.. Enumerable.Range(0, blocks.Count).Select(_ => new double[features.ColumnCount])];
        weights = new double[features.ColumnCount];
        (correlateBlock, combineBlock) = (CorrelateBlock, CombineBlock);
    }

    /// <inheritdoc/>
    public override int RowCount => features.RowCount;

    /// <inheritdoc/>
    public override int Intercept => features.ColumnCount;

    /// <inheritdoc/>
    public override bool ReadsAll => true;

    /// <inheritdoc/>
    public override void Correlate(ArraySegment<int> coordinates, double[] vector, double sum, double[] result)
    {
        this.vector = vector;
        blocks.Run(correlateBlock);
        Array.Clear(result);
        foreach (double[] part in parts)
            for (int j = 0; j < part.Length; j++) result[j] += part[j];
        result[Intercept] = sum;
    }

    /// <inheritdoc/>
    public override void Combine(ReadOnlySpan<int> coordinates, ReadOnlySpan<double> changes, double[] result)
    {
        Array.Clear(weights);
        intercept = 0;
        for (int k = 0; k < changes.Length; k++)
        {
            if (coordinates[k] == Intercept) intercept = changes[k];
            else weights[coordinates[k]] = changes[k];
        }

        vector = result;
        blocks.Run(combineBlock);
    }

    /// <inheritdoc/>
    public override QuadraticModel CreateModel(double reference) => new RowModel(new(features, origin, null, threads), Intercept, reference);

    private void CorrelateBlock(int block, int start, int end)
    {
        double[] part = parts[block];
        Array.Clear(part);
        for (int i = start; i < end; i++)
            if (vector[i] != 0) features[i].AddTo(part, vector[i], origin);
    }

    private void CombineBlock(int block, int start, int end)
    {
        for (int i = start; i < end; i++) vector[i] = features[i].Dot(weights, origin) + intercept;
    }
}
