using MlNetLosses.Data;

namespace MlNetLosses.Solvers;

/// <summary>Coordinates of dense data with many more examples than features, read row by row on all threads, with the same bits on any number of them.</summary>
internal sealed class CentredRows : Coordinates
{
    /// <summary>So many rows stay in the caches between their two products.</summary>
    private const int RowsAtOnce = 128;

    private readonly FeatureMatrix features;
    private readonly double[] origin;
    private readonly int threads;
    private readonly double[] means;                // the origin, where that is not empty
    private readonly RowBlocks blocks;
    private readonly double[][] parts;              // the sums of each block
    private readonly double[] weights;
    private readonly Action<int, int, int> correlateBlock;
    private readonly Action<int, int, int> passBlock;
    private double intercept;
    private double[] products = [];
    private double[]? vector;                       // null: not wanted
    private Action<int, int, int>? use;

    /// <param name="features">X, <c>n × p</c>, dense.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="threads">At most so many threads.</param>
    public CentredRows(FeatureMatrix features, double[] origin, int threads)
    {
        (this.features, this.origin, this.threads) = (features, origin, threads);
        means = origin.Length == 0 ? new double[features.ColumnCount] : origin;
        blocks = new(features.RowCount, threads);
        parts = [.. Enumerable.Range(0, blocks.Count).Select(_ => new double[features.ColumnCount])];
        weights = new double[features.ColumnCount];
        (correlateBlock, passBlock) = (CorrelateBlock, PassBlock);
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
        AddParts(result);
        result[Intercept] = sum;
    }

    /// <inheritdoc/>
    public override void CombineAndCorrelate(
        ReadOnlySpan<int> coordinates, ReadOnlySpan<double> changes, double[] products, Action<int, int, int> use, double[]? vector, double[] result)
    {
        Array.Clear(weights);
        intercept = 0;
        for (int k = 0; k < changes.Length; k++)
        {
            if (coordinates[k] == Intercept) intercept = changes[k];
            else weights[coordinates[k]] = changes[k];
        }

        (this.products, this.use, this.vector) = (products, use, vector);
        blocks.Run(passBlock);
        if (vector is not null) AddParts(result);
    }

    /// <inheritdoc/>
    public override QuadraticModel CreateModel(double reference) => new RowModel(new(features, origin, null, threads), Intercept, reference);

    private void CorrelateBlock(int block, int start, int end)
    {
        Array.Clear(parts[block]);
        DensePasses.AddTo(features, start, end, vector!, means, parts[block]);
    }

    private void PassBlock(int block, int start, int end)
    {
        Array.Clear(parts[block]);
        for (int i = start, next; i < end; i = next)
        {
            next = Math.Min(i + RowsAtOnce, end);
            DensePasses.Multiply(features, i, next, weights, intercept, means, products);
            use!(block, i, next);
            if (vector is not null) DensePasses.AddTo(features, i, next, vector, means, parts[block]);
        }
    }

    private void AddParts(double[] result)
    {
        Array.Clear(result);
        foreach (double[] part in parts)
            for (int j = 0; j < part.Length; j++) result[j] += part[j];
    }
}
