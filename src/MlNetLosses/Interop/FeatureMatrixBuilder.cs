using System.Numerics;
using Microsoft.ML.Data;
using MlNetLosses.Data;

namespace MlNetLosses.Interop;

/// <summary>Gathers rows into a <see cref="FeatureMatrix"/>, dense or sparse, whichever suits them.</summary>
/// <remarks>
/// The storage is chosen anew each time the number of rows has doubled, by the density so far, so whatever order dense and
/// sparse rows come in, moving them costs a constant per row, and memory stays near that of the final matrix.
/// </remarks>
/// <param name="columnCount">p ≥ 1.</param>
/// <param name="expectedRows">n where it is known in advance: dense rows then never move.</param>
internal sealed class FeatureMatrixBuilder(int columnCount, long? expectedRows)
{
    /// <summary>Below this share of stored entries a sparse row is faster to work with than a dense one, and smaller.</summary>
    private const double SparseDensity = 0.25;

    private const int FirstCapacity = 1024;

    private float[] values = [];
    private int[] columns = [];
    private int[] rowStarts = new int[FirstCapacity];
    private bool sparse;
    private int rowCount;
    private long entryCount;    // as the rows stated them: p for a dense one
    private int used;           // of values

    /// <summary>Appends a row.</summary>
    /// <exception cref="ArgumentException">The matrix outgrows what one array can hold.</exception>
    public void Add(in VBuffer<float> row)
    {
        ReadOnlySpan<float> entries = row.GetValues();
        entryCount += entries.Length;
        rowCount++;
        if (BitOperations.IsPow2(rowCount)) ChooseStorage(rowCount - 1);
        if (sparse) AddSparse(entries, row.IsDense ? default : row.GetIndices(), row.IsDense);
        else AddDense(entries, row.IsDense ? default : row.GetIndices(), row.IsDense);
    }

    /// <summary>The rows so far. The builder must not be used afterwards.</summary>
    public FeatureMatrix Build()
    {
        ChooseStorage(rowCount);
        if (!sparse) return FeatureMatrix.Dense(values, rowCount, columnCount);
        Array.Resize(ref rowStarts, rowCount + 1);
        return FeatureMatrix.Sparse(values, columns, rowStarts, columnCount);
    }

    private void ChooseStorage(int storedRows)
    {
        bool better = entryCount < SparseDensity * rowCount * columnCount;
        if (better == sparse) return;
        FeatureMatrixBuilder other = new(columnCount, expectedRows) { sparse = better };
        for (int i = 0; i < storedRows; i++) CopyRow(i, other);
        (values, columns, rowStarts, used, sparse) = (other.values, other.columns, other.rowStarts, other.used, better);
    }

    private void CopyRow(int row, FeatureMatrixBuilder target)
    {
        target.rowCount++;
        if (sparse)
        {
            Range range = rowStarts[row]..rowStarts[row + 1];
            target.AddDense(values.AsSpan(range), columns.AsSpan(range), isDense: false);
        }
        else
        {
            target.AddSparse(values.AsSpan(row * columnCount, columnCount), default, isDense: true);
        }
    }

    private void AddDense(ReadOnlySpan<float> entries, ReadOnlySpan<int> indices, bool isDense)
    {
        if (used == 0 && expectedRows is long n && n * columnCount <= Array.MaxLength) Reserve(ref values, n * columnCount);
        Reserve(ref values, (long)used + columnCount);
        Span<float> target = values.AsSpan(used, columnCount);
        used += columnCount;
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
        Reserve(ref values, (long)used + entries.Length);
        Reserve(ref columns, (long)used + entries.Length);
        for (int k = 0; k < entries.Length; k++)
        {
            if (entries[k] == 0) continue;
            (values[used], columns[used]) = (entries[k], isDense ? k : indices[k]);
            used++;
        }

        Reserve(ref rowStarts, rowCount + 1L);
        rowStarts[rowCount] = used;
    }

    private void Reserve<T>(ref T[] array, long length)
    {
        if (length <= array.Length) return;
        if (length > Array.MaxLength)
            throw new ArgumentException($"The features of {rowCount} rows × {columnCount} slots must fit in one array of {Array.MaxLength} numbers. Train on fewer rows, or on fewer or sparser features.");
        Array.Resize(ref array, (int)Math.Clamp(Math.Max(length, 2L * array.Length), FirstCapacity, Array.MaxLength));
    }
}
