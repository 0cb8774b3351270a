using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetLosses.Data;

/// <summary>A few rows at a time, whose products with the weights of several outputs read the weights once for all of them.</summary>
/// <remarks>
/// The weights of several outputs seldom fit the first cache, so what a product costs is reading them. Dense rows are taken four at a time: they
/// are widened and centred side by side, so that the products are plain. Sparse rows, which touch other weights each, are taken one by one.
/// </remarks>
internal sealed class RowPanel
{
    private const int Lanes = 8;
    private const int DenseRows = 4;

    private readonly FeatureMatrix features;
    private readonly double[] origin;
    private readonly int stride;
    private readonly int width;                 // p, padded
    private readonly double[] entries;          // of the rows, Size × width; rows that are not there are 0
    private readonly double[] products;         // Size × stride
    private readonly double[] factors;          // Size × stride; 0 for rows that are not there
    private int first;                          // the first row
    private int count;                          // of rows that are there

    /// <param name="features">X.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="stride">Outputs, padded.</param>
    /// <param name="isSingle">Whether to take one row at a time in any case.</param>
    public RowPanel(FeatureMatrix features, double[] origin, int stride, bool isSingle = false)
    {
        (this.features, this.origin, this.stride) = (features, origin, stride);
        Size = features.IsSparse || isSingle ? 1 : DenseRows;
        width = Size == 1 ? 0 : (features.ColumnCount + Lanes - 1) / Lanes * Lanes;
        (entries, products, factors) = (new double[Size * width], new double[Size * stride], new double[Size * stride]);
    }

    /// <summary>How many rows are taken at a time, at most.</summary>
    public int Size { get; }

    /// <summary>The row that was taken, where they are taken one by one.</summary>
    public Row Single => features[first];

    /// <summary>A row of the last product, Z ← (X − 1mᵀ) W: stride values.</summary>
    public Span<double> Products(int row) => products.AsSpan(row * stride, stride);

    /// <summary>A row of G, for <see cref="AddOuterTo"/>: stride values, 0 after a <see cref="Load(ReadOnlySpan{int})"/>.</summary>
    public Span<double> Factors(int row) => factors.AsSpan(row * stride, stride);

    /// <summary>Takes rows.</summary>
    /// <param name="rows">One to <see cref="Size"/>.</param>
    public void Load(ReadOnlySpan<int> rows)
    {
        (first, count) = (rows[0], rows.Length);
        Array.Clear(factors);
        if (Size == 1) return;
        for (int r = 0; r < count; r++) Load(r, features[rows[r]]);
        Array.Clear(entries, count * width, (Size - count) * width);
    }

    /// <summary>Takes neighbouring rows.</summary>
    /// <param name="start">The first.</param>
    /// <param name="length">How many, one to <see cref="Size"/>.</param>
    public void Load(int start, int length)
    {
        Span<int> rows = stackalloc int[length];
        for (int r = 0; r < length; r++) rows[r] = start + r;
        Load(rows);
    }

    /// <summary>Z ← (X − 1mᵀ) W + 1bᵀ.</summary>
    /// <param name="matrix">W, <c>p × stride</c>.</param>
    /// <param name="intercepts">b, stride values.</param>
    /// <param name="predictions">Receives Z, a row of stride values for each row that is there.</param>
    public void Predict(ReadOnlySpan<double> matrix, ReadOnlySpan<double> intercepts, Span<double> predictions)
    {
        Multiply(matrix);
        for (int r = 0; r < count; r++)
            for (int k = 0; k < stride; k++)
                predictions[r * stride + k] = products[r * stride + k] + intercepts[k];
    }

    /// <summary>G ← s ∘ A.</summary>
    /// <param name="shares">s, a value for each row that is there.</param>
    /// <param name="dual">A, a row of stride values for each.</param>
    public void SetFactors(ReadOnlySpan<double> shares, ReadOnlySpan<double> dual)
    {
        for (int r = 0; r < count; r++)
            for (int k = 0; k < stride; k++)
                factors[r * stride + k] = shares[r] * dual[r * stride + k];
    }

    /// <summary>Z ← (X − 1mᵀ) W.</summary>
    /// <param name="matrix">W, <c>p × stride</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(ReadOnlySpan<double> matrix)
    {
        if (Size == 1)
        {
            Single.Multiply(matrix, origin, products);
            return;
        }

        matrix = matrix[..(features.ColumnCount * stride)];
        ref double x0 = ref MemoryMarshal.GetArrayDataReference(entries);
        ref double x1 = ref Unsafe.Add(ref x0, width), x2 = ref Unsafe.Add(ref x1, width), x3 = ref Unsafe.Add(ref x2, width);
        for (int block = 0; block < stride; block += Lanes)
        {
            // Two features at a time, so that no sum waits for itself.
            Vector512<double> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
            ref double w = ref MemoryMarshal.GetReference(matrix[block..]);
            int p = features.ColumnCount, j = 0;
            for (; j <= p - 2; j += 2)
            {
                Vector512<double> even = Vector512.LoadUnsafe(ref w), odd = Vector512.LoadUnsafe(ref w, (nuint)stride);
                a0 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x0, j)), even, a0);
                a1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x1, j)), even, a1);
                a2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x2, j)), even, a2);
                a3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x3, j)), even, a3);
                b0 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x0, j + 1)), odd, b0);
                b1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x1, j + 1)), odd, b1);
                b2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x2, j + 1)), odd, b2);
                b3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x3, j + 1)), odd, b3);
                w = ref Unsafe.Add(ref w, 2 * stride);
            }

            if (j < p)
            {
                Vector512<double> last = Vector512.LoadUnsafe(ref w);
                a0 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x0, j)), last, a0);
                a1 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x1, j)), last, a1);
                a2 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x2, j)), last, a2);
                a3 = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x3, j)), last, a3);
            }

            (a0 + b0).CopyTo(products, block);
            (a1 + b1).CopyTo(products, stride + block);
            (a2 + b2).CopyTo(products, 2 * stride + block);
            (a3 + b3).CopyTo(products, 3 * stride + block);
        }
    }

    /// <summary>W ← W + diag(c) (X − 1mᵀ)ᵀ G.</summary>
    /// <param name="matrix">W, <c>p × stride</c>.</param>
    /// <param name="scales">c, p values, or empty for 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddOuterTo(Span<double> matrix, ReadOnlySpan<double> scales = default)
    {
        if (Size == 1)
        {
            Single.AddOuterTo(matrix, origin, factors, scales);
            return;
        }

        matrix = matrix[..(features.ColumnCount * stride)];
        ref double x0 = ref MemoryMarshal.GetArrayDataReference(entries);
        ref double x1 = ref Unsafe.Add(ref x0, width), x2 = ref Unsafe.Add(ref x1, width), x3 = ref Unsafe.Add(ref x2, width);
        for (int block = 0; block < stride; block += Lanes)
        {
            Vector512<double> g0 = Vector512.Create(factors, block), g1 = Vector512.Create(factors, stride + block);
            Vector512<double> g2 = Vector512.Create(factors, 2 * stride + block), g3 = Vector512.Create(factors, 3 * stride + block);
            ref double w = ref MemoryMarshal.GetReference(matrix[block..]);
            for (int j = 0; j < features.ColumnCount; j++)
            {
                Vector512<double> sum = Vector512.Create(Unsafe.Add(ref x0, j)) * g0;
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x1, j)), g1, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x2, j)), g2, sum);
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref x3, j)), g3, sum);
                Vector512<double> scale = scales.IsEmpty ? Vector512<double>.One : Vector512.Create(scales[j]);
                Vector512.FusedMultiplyAdd(scale, sum, Vector512.LoadUnsafe(ref w)).StoreUnsafe(ref w);
                w = ref Unsafe.Add(ref w, stride);
            }
        }
    }

    /// <summary>Σⱼ cⱼ (xⱼ − mⱼ)(yⱼ − mⱼ) of two of the rows.</summary>
    /// <param name="row">Position of x.</param>
    /// <param name="other">Position of y.</param>
    /// <param name="scales">c, p values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Product(int row, int other, ReadOnlySpan<double> scales)
    {
        ReadOnlySpan<double> x = entries.AsSpan(row * width, scales.Length), y = entries.AsSpan(other * width, scales.Length);
        Vector512<double> sums = default;
        int j = 0;
        for (; j <= x.Length - Lanes; j += Lanes)
            sums = Vector512.FusedMultiplyAdd(Vector512.Create(x[j..]) * Vector512.Create(scales[j..]), Vector512.Create(y[j..]), sums);
        double sum = Vector512.Sum(sums);
        for (; j < x.Length; j++) sum += x[j] * scales[j] * y[j];
        return sum;
    }

    private void Load(int position, Row x)
    {
        Span<double> target = entries.AsSpan(position * width, width);
        if (origin.Length == 0) DenseKernels.CopyTo(new StoredEntries(x.Values), target);
        else DenseKernels.CopyTo(new CentredEntries(x.Values, origin), target);
    }
}
