using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>Evaluates a contrastive loss of a batch of embeddings again and again, in memory of its own: no call allocates.</summary>
/// <remarks>
/// With C = U Uᵀ the cosines and G = ∂(Σ Lᵢ)/∂C, each row of which is one anchor's, the gradient by U is (G + Gᵀ) U. C is replaced by G.
/// Time 2n × 2n × d, memory 2n × 2n. The bits are the same on any number of threads.
/// </remarks>
internal sealed unsafe class ContrastiveObjective
{
    private readonly int dimension, unitStride, cosineStride;
    private readonly Chunks chunks;
    private readonly Tensor units;              // U, capacity × unitStride
    private readonly Tensor transposed;         // Uᵀ, dimension × cosineStride
    private readonly Tensor cosines;            // C, then G, capacity × cosineStride
    private readonly Tensor unitGradient;       // capacity × unitStride
    private readonly Tensor scratch;            // a tile of rows of C for each chunk
    private readonly double[] lengths, anchorLosses;
    private readonly int[] labels;
    private readonly Action<int> evaluate, differentiate;
    private IContrastiveLoss? loss;
    private int rows, labelCount;

    /// <param name="capacity">The most rows that a batch has, 2n.</param>
    /// <param name="dimension">d, values of an embedding.</param>
    /// <param name="chunks">The threads, shared with their owner.</param>
    public ContrastiveObjective(int capacity, int dimension, Chunks chunks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        Capacity = capacity;
        this.dimension = dimension;
        this.chunks = chunks;
        unitStride = TiledProduct.StrideOf(dimension);
        cosineStride = TiledProduct.StrideOf(capacity);
        units = new(capacity * unitStride);
        transposed = new(dimension * cosineStride);
        cosines = new(checked(capacity * cosineStride));
        unitGradient = new(capacity * unitStride);
        scratch = new(Chunks.Count * TiledProduct.Rows * cosineStride);
        lengths = new double[capacity];
        anchorLosses = new double[capacity];
        labels = new int[capacity / 2];
        evaluate = EvaluateChunk;
        differentiate = DifferentiateChunk;
    }

    /// <summary>The most rows that a batch has.</summary>
    public int Capacity { get; }

    /// <summary>The loss of a batch, the mean over its rows.</summary>
    /// <param name="contrastiveLoss">The loss.</param>
    /// <param name="embeddings">y: row i starts at i · stride. Rows i and i + rows/2 are the two views of one example.</param>
    /// <param name="stride">Values from one row of y to the next, at least d.</param>
    /// <param name="rowCount">2n: even, 4 to <see cref="Capacity"/>.</param>
    /// <param name="exampleLabels">The class of each of the n examples, −1 where unknown; or empty.</param>
    public double Evaluate(IContrastiveLoss contrastiveLoss, ReadOnlySpan<float> embeddings, int stride, int rowCount, ReadOnlySpan<int> exampleLabels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowCount, Capacity);
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.IsEvenInteger(rowCount), true, nameof(rowCount));
        (loss, rows, labelCount) = (contrastiveLoss, rowCount, exampleLabels.Length);
        exampleLabels.CopyTo(labels);
        for (int i = 0; i < rows; i++) lengths[i] = UnitRows.Normalize(embeddings.Slice(i * stride, dimension), Unit(i));
        for (int c = 0; c < dimension; c++)
        {
            Span<float> values = transposed.Span.Slice(c * cosineStride, cosineStride);
            for (int i = 0; i < rows; i++) values[i] = units.Span[i * unitStride + c];
        }

        chunks.Run(evaluate);
        double sum = 0;
        foreach (double anchorLoss in anchorLosses.AsSpan(0, rows)) sum += anchorLoss;
        return sum / rows;
    }

    /// <summary>Writes the gradient of the loss evaluated last, by y. What lies between the rows is left as it is.</summary>
    /// <param name="gradient">Row i starts at i · stride.</param>
    /// <param name="stride">Values from one row to the next, at least d.</param>
    public void WriteGradient(Span<float> gradient, int stride)
    {
        chunks.Run(differentiate);
        for (int i = 0; i < rows; i++)
            UnitRows.Backward(Unit(i), lengths[i], unitGradient.Span.Slice(i * unitStride, dimension), 1.0 / rows, gradient.Slice(i * stride, dimension));
    }

    private Span<float> Unit(int row) => units.Span.Slice(row * unitStride, dimension);

    private void EvaluateChunk(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, rows);
        Span<float> chunkScratch = scratch.Span.Slice(chunk * TiledProduct.Rows * cosineStride, rows);
        for (int tile = from; tile < to; tile += TiledProduct.Rows)
        {
            int end = Math.Min(tile + TiledProduct.Rows, to);
            TiledProduct.Multiply(
                units.Pointer + tile * unitStride, unitStride, end - tile, dimension, transposed.Pointer, CosinesOf(tile), cosineStride);
            for (int i = tile; i < end; i++)
                anchorLosses[i] = loss!.Anchor(i, labels.AsSpan(0, labelCount), new(CosinesOf(i), rows), chunkScratch);
        }
    }

    private void DifferentiateChunk(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, rows);
        float* symmetric = scratch.Pointer + chunk * TiledProduct.Rows * cosineStride;
        for (int tile = from; tile < to; tile += TiledProduct.Rows)
        {
            int end = Math.Min(tile + TiledProduct.Rows, to);
            for (int k = 0; k < rows; k++)
            {
                float* column = CosinesOf(k);
                for (int i = tile; i < end; i++) symmetric[(i - tile) * cosineStride + k] = CosinesOf(i)[k] + column[i];
            }

            TiledProduct.Multiply(symmetric, cosineStride, end - tile, rows, units.Pointer, unitGradient.Pointer + tile * unitStride, unitStride);
        }
    }

    /// <summary>Row i of C, or of G.</summary>
    private float* CosinesOf(int row) => cosines.Pointer + (long)row * cosineStride;
}
