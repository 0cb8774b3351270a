using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlNetLosses.Data;

/// <summary>Sums Σᵢ hᵢ x̃ᵢx̃ᵢᵀ over the rows of a dense matrix, x̃ = (x − m, 1) or (x − m, 1, t).</summary>
/// <remarks>
/// Rows are widened and centred once, a panel of 64 at a time, which stays in the caches while tiles of 4 rows by three vectors of the result are summed in
/// registers. Blocks of rows are summed apart and added in their order, so that the bits do not depend on the number of threads.
/// A row with hᵢ = 0 costs nothing: where only some hᵢ changed, adding their changes is cheap.
/// </remarks>
internal sealed class RowGram
{
    private const int PanelRows = 64;
    private const int TileRows = 4;

    private readonly FeatureMatrix features;
    private readonly double[] origin;
    private readonly double[]? target;
    private readonly double[]?[] sums;      // of each block
    private readonly Action<int, int, int> addBlock;
    private double[] factors = [];

    /// <param name="features">X, <c>n × p</c>, dense.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="target">t, n values, or null to leave it out.</param>
    /// <param name="threads">At most so many threads.</param>
    public RowGram(FeatureMatrix features, double[] origin, double[]? target, int threads)
    {
        (this.features, this.origin, this.target) = (features, origin, target);
        Blocks = new(features.RowCount, threads);
        sums = new double[]?[Blocks.Count];
        addBlock = AddBlock;
        Size = features.ColumnCount + (target is null ? 1 : 2);
        Stride = (Size + TileColumns - 1) / TileColumns * TileColumns;
    }

    /// <summary>n.</summary>
    public int RowCount => features.RowCount;

    /// <summary>The blocks of rows that are summed apart.</summary>
    public RowBlocks Blocks { get; }

    /// <summary>The length of x̃: entry p is the one, entry p + 1 is t.</summary>
    public int Size { get; }

    /// <summary>Numbers from one row of the sum to the next.</summary>
    public int Stride { get; }

    private static int TileColumns => 3 * Vector<double>.Count;

    /// <summary>matrix ← matrix + Σᵢ hᵢ x̃ᵢx̃ᵢᵀ.</summary>
    /// <param name="diagonal">h, n values.</param>
    /// <param name="matrix"><see cref="Stride"/>² values, symmetric.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double[] diagonal, double[] matrix)
    {
        factors = diagonal;
        Blocks.Run(addBlock);
        foreach (double[]? part in sums)
            for (int r = 0; r < Size; r++)
                for (int c = 0; c <= r; c++)
                    matrix[r * Stride + c] += part![r * Stride + c];
        for (int r = 0; r < Size; r++)
            for (int c = 0; c < r; c++)
                matrix[c * Stride + r] = matrix[r * Stride + c];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddBlock(int block, int start, int end)
    {
        double[] sum = sums[block] ??= new double[Stride * Stride];
        Array.Clear(sum);
        Panel panel = new(PanelRows * Stride);
        int used = 0;
        for (int i = start; i < end; i++)
        {
            if (factors[i] == 0) continue;
            Pack(i, factors[i], panel.Rows.AsSpan(used * Stride, Size), panel.Weighted.AsSpan(used * Stride, Size));
            if (++used < PanelRows) continue;
            AddPanel(panel, used, sum);
            used = 0;
        }

        if (used > 0) AddPanel(panel, used, sum);
        panel.Return();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(int row, double factor, Span<double> plain, Span<double> weighted)
    {
        ReadOnlySpan<float> values = features[row].Values;
        int j = 0;
        Vector<double> scale = new(factor);
        for (; j <= values.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[j..]), out Vector<double> low, out Vector<double> high);
            if (origin.Length > 0)
            {
                low -= new Vector<double>(origin, j);
                high -= new Vector<double>(origin, j + Vector<double>.Count);
            }

            low.CopyTo(plain[j..]);
            high.CopyTo(plain[(j + Vector<double>.Count)..]);
            (scale * low).CopyTo(weighted[j..]);
            (scale * high).CopyTo(weighted[(j + Vector<double>.Count)..]);
        }

        for (; j < values.Length; j++) plain[j] = origin.Length > 0 ? values[j] - origin[j] : values[j];
        plain[values.Length] = 1;
        if (target is not null) plain[values.Length + 1] = target[row];
        for (j = values.Length / Vector<float>.Count * Vector<float>.Count; j < plain.Length; j++) weighted[j] = factor * plain[j];
    }

    /// <summary>Adds the panel to the tiles on and below the diagonal.</summary>
    private void AddPanel(Panel panel, int rows, double[] sum)
    {
        for (int r = 0; r < Size; r += TileRows)
            for (int c = 0; c < r + TileRows; c += TileColumns)
                AddTile(panel, rows, sum, r, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTile(Panel panel, int rows, double[] sum, int row, int column)
    {
        nuint stride = (nuint)Stride, second = (nuint)Vector<double>.Count, third = 2 * second;
        ref double w = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(panel.Weighted), row);
        ref double x = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(panel.Rows), column);
        ref double t0 = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(sum), row * Stride + column);
        ref double t1 = ref Unsafe.Add(ref t0, stride), t2 = ref Unsafe.Add(ref t1, stride), t3 = ref Unsafe.Add(ref t2, stride);
        Vector<double> a0 = Vector.LoadUnsafe(ref t0), a1 = Vector.LoadUnsafe(ref t0, second), a2 = Vector.LoadUnsafe(ref t0, third);
        Vector<double> b0 = Vector.LoadUnsafe(ref t1), b1 = Vector.LoadUnsafe(ref t1, second), b2 = Vector.LoadUnsafe(ref t1, third);
        Vector<double> c0 = Vector.LoadUnsafe(ref t2), c1 = Vector.LoadUnsafe(ref t2, second), c2 = Vector.LoadUnsafe(ref t2, third);
        Vector<double> d0 = Vector.LoadUnsafe(ref t3), d1 = Vector.LoadUnsafe(ref t3, second), d2 = Vector.LoadUnsafe(ref t3, third);
        for (int i = 0; i < rows; i++)
        {
            Vector<double> x0 = Vector.LoadUnsafe(ref x), x1 = Vector.LoadUnsafe(ref x, second), x2 = Vector.LoadUnsafe(ref x, third);
            Vector<double> h = new(w);
            (a0, a1, a2) = (Vector.FusedMultiplyAdd(h, x0, a0), Vector.FusedMultiplyAdd(h, x1, a1), Vector.FusedMultiplyAdd(h, x2, a2));
            h = new(Unsafe.Add(ref w, 1));
            (b0, b1, b2) = (Vector.FusedMultiplyAdd(h, x0, b0), Vector.FusedMultiplyAdd(h, x1, b1), Vector.FusedMultiplyAdd(h, x2, b2));
            h = new(Unsafe.Add(ref w, 2));
            (c0, c1, c2) = (Vector.FusedMultiplyAdd(h, x0, c0), Vector.FusedMultiplyAdd(h, x1, c1), Vector.FusedMultiplyAdd(h, x2, c2));
            h = new(Unsafe.Add(ref w, 3));
            (d0, d1, d2) = (Vector.FusedMultiplyAdd(h, x0, d0), Vector.FusedMultiplyAdd(h, x1, d1), Vector.FusedMultiplyAdd(h, x2, d2));
            x = ref Unsafe.Add(ref x, stride);
            w = ref Unsafe.Add(ref w, stride);
        }

        a0.StoreUnsafe(ref t0);
        a1.StoreUnsafe(ref t0, second);
        a2.StoreUnsafe(ref t0, third);
        b0.StoreUnsafe(ref t1);
        b1.StoreUnsafe(ref t1, second);
        b2.StoreUnsafe(ref t1, third);
        c0.StoreUnsafe(ref t2);
        c1.StoreUnsafe(ref t2, second);
        c2.StoreUnsafe(ref t2, third);
        d0.StoreUnsafe(ref t3);
        d1.StoreUnsafe(ref t3, second);
        d2.StoreUnsafe(ref t3, third);
    }

    /// <summary>Some rows, widened and centred, and the same times h. What lies beyond their end is 0.</summary>
    private readonly struct Panel
    {
        public Panel(int length)
        {
            (Rows, Weighted) = (ArrayPool<double>.Shared.Rent(length), ArrayPool<double>.Shared.Rent(length));
            Array.Clear(Rows);
            Array.Clear(Weighted);
        }

        public double[] Rows { get; }

        public double[] Weighted { get; }

        public void Return()
        {
            ArrayPool<double>.Shared.Return(Rows);
            ArrayPool<double>.Shared.Return(Weighted);
        }
    }
}
