using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetLosses.Data;

/// <summary>Products of a row with the weights of several outputs at once.</summary>
/// <remarks>
/// The weights are kept feature by feature (<c>p × stride</c>), the outputs of a feature side by side and padded to whole
/// vectors: a row, dense or sparse, then needs only contiguous loads.
/// </remarks>
internal static class RowTimesMatrix
{
    private const int Lanes = 8;

    /// <summary>K rounded up to whole vectors.</summary>
    public static int StrideOf(int outputs) => (outputs + Lanes - 1) / Lanes * Lanes;

    /// <summary>result ← Wᵀ(x − m).</summary>
    /// <param name="row">x.</param>
    /// <param name="matrix">W, <c>p × stride</c>.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="result">Receives stride values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(this Row row, ReadOnlySpan<double> matrix, ReadOnlySpan<double> origin, Span<double> result)
    {
        // Two vectors of outputs and two features at a time: W, which the first cache seldom holds, is read once, and no sum waits for itself.
        int stride = result.Length, block = 0;
        for (; block <= stride - 2 * Lanes; block += 2 * Lanes)
        {
            Vector512<double> lowEven = default, lowOdd = default, highEven = default, highOdd = default;
            int k = 0;
            for (; k <= row.Values.Length - 2; k += 2)
            {
                Vector512<double> x = Vector512.Create(row.Entry(k, origin, out int even)), y = Vector512.Create(row.Entry(k + 1, origin, out int odd));
                ref double w = ref MemoryMarshal.GetReference(matrix.Slice(even * stride + block, 2 * Lanes));
                ref double v = ref MemoryMarshal.GetReference(matrix.Slice(odd * stride + block, 2 * Lanes));
                lowEven = Vector512.FusedMultiplyAdd(x, Vector512.LoadUnsafe(ref w), lowEven);
                highEven = Vector512.FusedMultiplyAdd(x, Vector512.LoadUnsafe(ref w, Lanes), highEven);
                lowOdd = Vector512.FusedMultiplyAdd(y, Vector512.LoadUnsafe(ref v), lowOdd);
                highOdd = Vector512.FusedMultiplyAdd(y, Vector512.LoadUnsafe(ref v, Lanes), highOdd);
            }

            if (k < row.Values.Length)
            {
                Vector512<double> x = Vector512.Create(row.Entry(k, origin, out int j));
                ref double w = ref MemoryMarshal.GetReference(matrix.Slice(j * stride + block, 2 * Lanes));
                lowEven = Vector512.FusedMultiplyAdd(x, Vector512.LoadUnsafe(ref w), lowEven);
                highEven = Vector512.FusedMultiplyAdd(x, Vector512.LoadUnsafe(ref w, Lanes), highEven);
            }

            (lowEven + lowOdd).CopyTo(result[block..]);
            (highEven + highOdd).CopyTo(result[(block + Lanes)..]);
        }

        if (block == stride) return;
        Vector512<double> sum = default;
        for (int k = 0; k < row.Values.Length; k++)
        {
            Vector512<double> x = Vector512.Create(row.Entry(k, origin, out int j));
            sum = Vector512.FusedMultiplyAdd(x, Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(matrix.Slice(j * stride + block, Lanes))), sum);
        }

        sum.CopyTo(result[block..]);
    }

    /// <summary>result ← Wᵀ(x − m) + c, for one output (stride 1) or several.</summary>
    /// <param name="row">x.</param>
    /// <param name="matrix">W, <c>p × stride</c>.</param>
    /// <param name="intercepts">c, stride values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="result">Receives stride values.</param>
    /// <param name="soon">A row that is wanted soon, which is fetched meanwhile; or nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Predict(
        this in Row row, ReadOnlySpan<double> matrix, ReadOnlySpan<double> intercepts, ReadOnlySpan<double> origin, Span<double> result, scoped in Row soon = default)
    {
        if (result.Length == 1)
        {
            result[0] = row.Dot(matrix, origin, soon);
        }
        else
        {
            soon.Fetch(RowHalf.First);
            row.Multiply(matrix, origin, result);
            soon.Fetch(RowHalf.Second);
        }

        for (int k = 0; k < result.Length; k++) result[k] += intercepts[k];
    }

    /// <summary>W ← W + diag(c) (x − m) gᵀ.</summary>
    /// <param name="row">x.</param>
    /// <param name="matrix">W, <c>p × stride</c>.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="factors">g, stride values.</param>
    /// <param name="scales">c, p values, or empty for 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOuterTo(
        this Row row, Span<double> matrix, ReadOnlySpan<double> origin, ReadOnlySpan<double> factors, ReadOnlySpan<double> scales = default)
    {
        int stride = factors.Length;
        ref double g = ref MemoryMarshal.GetReference(factors);
        for (int k = 0; k < row.Values.Length; k++)
        {
            double entry = row.Entry(k, origin, out int j);
            Vector512<double> x = Vector512.Create(scales.IsEmpty ? entry : entry * scales[j]);
            ref double target = ref MemoryMarshal.GetReference(matrix.Slice(j * stride, stride));
            for (nuint block = 0; block < (nuint)stride; block += Lanes)
                Vector512.FusedMultiplyAdd(x, Vector512.LoadUnsafe(ref g, block), Vector512.LoadUnsafe(ref target, block)).StoreUnsafe(ref target, block);
        }
    }
}
