using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MlNetLosses.Data;

namespace MlNetLosses.Solvers;

/// <summary>The Gram matrix of sparse columns, over the entries that the rows have in common.</summary>
/// <remarks>
/// The members' entries are kept by row as well: those of frequent columns in dense panels, a few columns wide, those of rare ones in lists. A new
/// coordinate walks down its column, and at each of its rows meets a line of each panel and only the rare members that have an entry there: a product
/// of two sparse columns by merging, or by scattering one of them, would read all of both.
/// </remarks>
/// <param name="columns">X, with the intercept.</param>
internal sealed class SparseColumnGram(CentredColumns columns) : ColumnGram(columns)
{
    /// <summary>Columns of a panel.</summary>
    private const int Width = 16;

    private readonly CentredColumns columns = columns;
    private readonly List<float[]> panels = [];         // n × width each, not moved to their means
    private readonly List<int> frequent = [];           // the positions of their columns
    private readonly RowLists rare = new(columns.RowCount);
    private readonly int[] everyRow = [.. Enumerable.Range(0, columns.RowCount)];

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        frequent.Clear();
        rare.Clear();
    }

    /// <inheritdoc/>
    protected override void Fill(List<int> coordinates, int first, double[] diagonal, double[][] matrix)
    {
        if (columns.Threads > 1) FillInParallel(coordinates, first, diagonal, matrix);
        else
        {
            AddRare(coordinates, first);
            AddFrequent(coordinates, first);
            double[] scaled = ArrayPool<double>.Shared.Rent(columns.RowCount);
            for (int r = first; r < coordinates.Count; r++) FillRow(coordinates, r, diagonal, matrix[r], scaled);
            ArrayPool<double>.Shared.Return(scaled);
        }
    }

    /// <inheritdoc/>
    protected override double Cost(double missing, double all) => missing * all / columns.RowCount;

    private void AddRare(List<int> coordinates, int first)
    {
        for (int r = first; r < coordinates.Count; r++)
            if (columns.Entries(coordinates[r]) is { IsSparse: true } column) rare.Add(r, column);
    }

    private void AddFrequent(List<int> coordinates, int first)
    {
        for (int r = first; r < coordinates.Count; r++)
        {
            Row column = columns.Entries(coordinates[r]);
            if (column.IsSparse) continue;
            (int panel, int lane) = Math.DivRem(frequent.Count, Width);
            if (panel == panels.Count) panels.Add(new float[columns.RowCount * Width]);
            Write(column.Values, panels[panel], lane);
            frequent.Add(r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write(ReadOnlySpan<float> column, float[] panel, int lane)
    {
        for (int i = 0; i < column.Length; i++) panel[i * Width + lane] = column[i];
    }

    private void FillInParallel(List<int> coordinates, int first, double[] diagonal, double[][] matrix)
    {
        Parallel.Invoke(() => AddRare(coordinates, first), () => AddFrequent(coordinates, first));
        Parallel.For(
            first, coordinates.Count, new ParallelOptions { MaxDegreeOfParallelism = columns.Threads },
            () => ArrayPool<double>.Shared.Rent(columns.RowCount),
            (r, _, scaled) =>
            {
                FillRow(coordinates, r, diagonal, matrix[r], scaled);
                return scaled;
            },
            scaled => ArrayPool<double>.Shared.Return(scaled));
    }

    /// <summary>The products of one member with all.</summary>
    private void FillRow(List<int> coordinates, int position, double[] diagonal, double[] target, double[] scaled)
    {
        Row column = columns.Entries(coordinates[position]);
        ReadOnlySpan<int> rows = column.IsSparse ? column.Columns : everyRow;
        double sum = Scale(rows, column.Values, columns.Origin(coordinates[position]), diagonal, scaled);
        ReadOnlySpan<double> values = scaled.AsSpan(0, rows.Length);
        Array.Clear(target, 0, coordinates.Count);
        rare.Multiply(rows, values, target);
        Span<double> products = stackalloc double[Width];
        for (int start = 0; start < frequent.Count; start += Width)
        {
            Multiply(rows, values, panels[start / Width], products);
            for (int k = start; k < Math.Min(start + Width, frequent.Count); k++)
                target[frequent[k]] = products[k - start] - columns.Origin(coordinates[frequent[k]]) * sum;
        }
    }

    /// <summary>scaled ← h ∘ (x − m) of the entries of a column; returns its sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Scale(ReadOnlySpan<int> rows, ReadOnlySpan<float> entries, double mean, double[] diagonal, double[] scaled)
    {
        double sum = 0;
        for (int k = 0; k < rows.Length; k++) sum += scaled[k] = diagonal[rows[k]] * (entries[k].Widen() - mean);
        return sum;
    }

    /// <summary>The products of one column with those of a panel. Two rows at once: one would wait for the sums of the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(ReadOnlySpan<int> rows, ReadOnlySpan<double> values, float[] panel, Span<double> products)
    {
        Vector512<double> low = default, high = default, otherLow = default, otherHigh = default;
        int k = 0;
        for (; k <= rows.Length - 2; k += 2)
        {
            StoredEntries line = new(panel.AsSpan(rows[k] * Width, Width)), otherLine = new(panel.AsSpan(rows[k + 1] * Width, Width));
            Vector512<double> value = Vector512.Create(values[k]), otherValue = Vector512.Create(values[k + 1]);
            low = Vector512.FusedMultiplyAdd(value, line.Eight(0), low);
            high = Vector512.FusedMultiplyAdd(value, line.Eight(8), high);
            otherLow = Vector512.FusedMultiplyAdd(otherValue, otherLine.Eight(0), otherLow);
            otherHigh = Vector512.FusedMultiplyAdd(otherValue, otherLine.Eight(8), otherHigh);
        }

        if (k < rows.Length)
        {
            StoredEntries line = new(panel.AsSpan(rows[k] * Width, Width));
            low = Vector512.FusedMultiplyAdd(Vector512.Create(values[k]), line.Eight(0), low);
            high = Vector512.FusedMultiplyAdd(Vector512.Create(values[k]), line.Eight(8), high);
        }

        (low + otherLow).CopyTo(products);
        (high + otherHigh).CopyTo(products[8..]);
    }
}
