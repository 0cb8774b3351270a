using System.Numerics;
using Microsoft.ML.Data;
using MlNetLosses.Data;

namespace MlNetLosses.Interop;

/// <summary>Gathers rows into a <see cref="FeatureMatrix"/> in memory, dense or sparse, whichever suits them.</summary>
/// <remarks>
/// The storage is chosen anew each time the number of rows has doubled, by the density so far, so whatever order dense and
/// sparse rows come in, moving them costs a constant per row, and memory stays near that of the final matrix.
/// </remarks>
/// <param name="columnCount">p ≥ 1.</param>
internal sealed class FeatureMatrixBuilder(int columnCount) : IFeatureSink
{
    /// <summary>Below this share of stored entries a sparse row is faster to work with than a dense one, and smaller.</summary>
    private const double SparseDensity = 0.25;

    private GrowingBuffer<float> values = new();
    private GrowingBuffer<int> columns = new();
    private GrowingBuffer<int> rowEnds = new();     // of sparse rows, in values and columns
    private long entryCount;                        // as the rows stated them: p for a dense one

    /// <summary>How many rows there are.</summary>
    public int RowCount { get; private set; }

    /// <summary>Whether the rows so far are stored as sparse ones.</summary>
    public bool IsSparse { get; private set; }

    /// <inheritdoc/>
    public void Add(in VBuffer<float> row)
    {
        ReadOnlySpan<float> entries = row.GetValues();
        entryCount += entries.Length;
        RowCount++;
        if (BitOperations.IsPow2(RowCount)) ChooseStorage(RowCount - 1);
        Add(entries, row.IsDense ? default : row.GetIndices(), row.IsDense);
    }

    /// <inheritdoc/>
    public (FeatureMatrix Features, FeatureFile? File) Build()
    {
        ChooseStorage(RowCount);
        if (!IsSparse) return (FeatureMatrix.Dense(values.MoveToArray(), RowCount, columnCount), null);
        int[] rowStarts = new int[RowCount + 1];
        rowEnds.Slice(0, RowCount).CopyTo(rowStarts.AsSpan(1));
        return (FeatureMatrix.Sparse(values.MoveToArray(), columns.MoveToArray(), rowStarts, columnCount), null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        values.Dispose();
        columns.Dispose();
        rowEnds.Dispose();
    }

    private void ChooseStorage(int storedRows)
    {
        bool better = entryCount < SparseDensity * RowCount * columnCount;
        if (better == IsSparse) return;
        using FeatureMatrixBuilder other = new(columnCount) { IsSparse = better };
        for (int i = 0; i < storedRows; i++)
        {
            int start = !IsSparse ? i * columnCount : i == 0 ? 0 : rowEnds.Slice(i - 1, 1)[0];
            int length = IsSparse ? rowEnds.Slice(i, 1)[0] - start : columnCount;
            other.Add(values.Slice(start, length), IsSparse ? columns.Slice(start, length) : default, !IsSparse);
        }

        (values, other.values) = (other.values, values);
        (columns, other.columns) = (other.columns, columns);
        (rowEnds, other.rowEnds) = (other.rowEnds, rowEnds);
        IsSparse = better;
    }

    private void Add(ReadOnlySpan<float> entries, ReadOnlySpan<int> indices, bool isDense)
    {
        if (IsSparse) AddSparse(entries, indices, isDense);
        else AddDense(entries, indices, isDense);
    }

    private void AddDense(ReadOnlySpan<float> entries, ReadOnlySpan<int> indices, bool isDense)
    {
        Span<float> target = values.Append(columnCount);
        if (isDense)
        {
            entries.CopyTo(target);
            return;
        }

        target.Clear();
        for (int k = 0; k < entries.Length; k++) target[indices[k]] = entries[k];
    }

    private void AddSparse(ReadOnlySpan<float> entries, ReadOnlySpan<int> indices, bool isDense)
    {
        Span<float> newValues = values.Append(entries.Length);
        Span<int> newColumns = columns.Append(entries.Length);
        int used = 0;
        for (int k = 0; k < entries.Length; k++)
        {
            newValues[used] = entries[k];
            newColumns[used] = isDense ? k : indices[k];
            if (entries[k] != 0) used++;
        }

        values.RemoveLast(entries.Length - used);
        columns.RemoveLast(entries.Length - used);
        rowEnds.Append(1)[0] = values.Count;
    }
}
