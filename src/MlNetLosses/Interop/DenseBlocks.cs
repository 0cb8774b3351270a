using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Data;

namespace MlNetLosses.Interop;

/// <summary>Reads data of known length and dense, valid rows on several threads: each has a cursor of its own, and reads one block of rows.</summary>
/// <remarks>
/// To move a cursor over a row without reading it costs next to nothing; to read and copy it is what takes time. Rows go straight
/// to their place, so the result does not depend on the number of threads. Data that turns out otherwise is left to the general
/// way, which knows what to do with it, and what to tell.
/// </remarks>
internal sealed class DenseBlocks
{
    private const int FewestRows = 16_384;
    private const int RowsBetweenChecks = 4096;

    private readonly IDataView data;
    private readonly ExampleColumns columns;
    private readonly Action checkAlive;
    private readonly int rowCount;
    private readonly float[] values;
    private readonly double[] labels;
    private readonly double[]? weights;
    private readonly LabelReader?[] labelReaders;       // of each block

    private DenseBlocks(IDataView data, ExampleColumns columns, int rowCount, int blockCount, Action checkAlive)
    {
        (this.data, this.columns, this.rowCount, this.checkAlive) = (data, columns, rowCount, checkAlive);
        values = GC.AllocateUninitializedArray<float>(rowCount * columns.FeatureCount);
        labels = new double[rowCount];
        weights = columns.Weight is null ? null : new double[rowCount];
        labelReaders = new LabelReader?[blockCount];
    }

    /// <summary>The examples, in their order.</summary>
    /// <param name="data">Data that has the columns.</param>
    /// <param name="columns">What to read; no groups.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="checkAlive">Called now and then, on every thread; throws to cancel.</param>
    /// <returns>Null: the length is not known, the matrix does not fit in one array, or a row is sparse or not valid.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="checkAlive"/> says so.</exception>
    public static Examples? TryRead(IDataView data, ExampleColumns columns, int threads, Action checkAlive)
    {
        if (data.GetRowCount() is not long count || count > Array.MaxLength / Math.Max(columns.FeatureCount, 1) || !FirstRowIsDense(data, columns))
            return null;
        int blocks = (int)Math.Clamp(count / FewestRows, 1, threads);
        return new DenseBlocks(data, columns, (int)count, blocks, checkAlive).TryRead(blocks);
    }

    private static bool FirstRowIsDense(IDataView data, ExampleColumns columns)
    {
        using ExampleCursor cursor = new(data, columns with { Label = null, Weight = null });
        return cursor.MoveNext() && cursor.Read() is null && cursor.Features.IsDense;
    }

    private Examples? TryRead(int blocks)
    {
        bool[] done = new bool[blocks];
        try
        {
            Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = blocks }, block =>
                done[block] = TryRead(block, (int)((long)rowCount * block / blocks), (int)((long)rowCount * (block + 1) / blocks)));
        }
        catch (AggregateException exception)
        {
            // Whatever else went wrong, the general way meets it in the order of the rows.
            if (exception.InnerExceptions.OfType<OperationCanceledException>().FirstOrDefault() is { } cancelled) throw cancelled;
            return null;
        }

        return done.All(block => block) && LabelReader.Agree([.. labelReaders.OfType<LabelReader>()]) && (weights is null || weights.Any(weight => weight > 0))
            ? new(FeatureMatrix.Dense(values, rowCount, columns.FeatureCount), labels, weights, SkippedRows: 0)
            : null;
    }

    private bool TryRead(int block, int start, int end)
    {
        int p = columns.FeatureCount;
        using ExampleCursor cursor = new(data, columns);
        labelReaders[block] = cursor.Labels;
        for (int i = 0; i < end; i++)
        {
            if (i % RowsBetweenChecks == 0) checkAlive();
            if (!cursor.MoveNext()) return false;
            if (i < start) continue;
            if (cursor.Read() is not null || !cursor.Features.IsDense) return false;
            cursor.Features.GetValues().CopyTo(values.AsSpan(i * p, p));
            labels[i] = cursor.Label;
            if (weights is not null) weights[i] = cursor.Weight;
        }

        return end < rowCount || !cursor.MoveNext();
    }
}
