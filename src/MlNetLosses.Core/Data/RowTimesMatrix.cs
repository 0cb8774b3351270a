using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlNetLosses.Data;

/// <summary>Products of a row with the weights of several outputs at once.</summary>
/// <remarks>
/// The weights are kept feature by feature (<c>p × stride</c>), the outputs of a feature side by side and padded to whole
/// vectors: a row, dense or sparse, then needs only contiguous loads.
/// </remarks>
internal static class RowTimesMatrix
{
    /// <summary>K rounded up to whole vectors.</summary>
    public static int StrideOf(int outputs) => (outputs + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;

    /// <summary>result ← Wᵀ(x − m).</summary>
    /// <param name="row">x.</param>
    /// <param name="matrix">W, <c>p × stride</c>.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="result">Receives stride values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(this Row row, ReadOnlySpan<double> matrix, ReadOnlySpan<double> origin, Span<double> result)
    {
        // Up to four vectors of outputs at once: W, which no cache of the first level holds, is then read once.
        int stride = result.Length, lanes = Vector<double>.Count;
        for (int block = 0; block < stride; block += 4 * lanes)
        {
            int width = Math.Min(4 * lanes, stride - block);
            Vector<double> first = default, second = default, third = default, fourth = default;
            for (int k = 0; k < row.Values.Length; k++)
            {
                double entry = row.Entry(k, origin, out int j);
                if (entry == 0) continue;
                Vector<double> x = new(entry);
                ref double w = ref MemoryMarshal.GetReference(matrix.Slice(j * stride + block, width));
                first = Vector.FusedMultiplyAdd(x, Vector.LoadUnsafe(ref w), first);
                if (width > lanes) second = Vector.FusedMultiplyAdd(x, Vector.LoadUnsafe(ref w, (nuint)lanes), second);
                if (width > 2 * lanes) third = Vector.FusedMultiplyAdd(x, Vector.LoadUnsafe(ref w, (nuint)(2 * lanes)), third);
                if (width > 3 * lanes) fourth = Vector.FusedMultiplyAdd(x, Vector.LoadUnsafe(ref w, (nuint)(3 * lanes)), fourth);
            }

            Span<double> target = result.Slice(block, width);
            first.CopyTo(target);
            if (width > lanes) second.CopyTo(target[lanes..]);
            if (width > 2 * lanes) third.CopyTo(target[(2 * lanes)..]);
            if (width > 3 * lanes) fourth.CopyTo(target[(3 * lanes)..]);
        }
    }

    /// <summary>result ← Wᵀ(x − m) + c, for one output (stride 1) or several.</summary>
    /// <param name="row">x.</param>
    /// <param name="matrix">W, <c>p × stride</c>.</param>
    /// <param name="intercepts">c, stride values.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="result">Receives stride values.</param>
    public static void Predict(
        this Row row, ReadOnlySpan<double> matrix, ReadOnlySpan<double> intercepts, ReadOnlySpan<double> origin, Span<double> result)
    {
        if (result.Length == 1) result[0] = row.Dot(matrix, origin);
        else row.Multiply(matrix, origin, result);
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
            if (entry == 0) continue;
            Vector<double> x = new(scales.IsEmpty ? entry : entry * scales[j]);
            ref double target = ref MemoryMarshal.GetReference(matrix.Slice(j * stride, stride));
            for (nuint block = 0; block < (nuint)stride; block += (nuint)Vector<double>.Count)
                Vector.FusedMultiplyAdd(x, Vector.LoadUnsafe(ref g, block), Vector.LoadUnsafe(ref target, block)).StoreUnsafe(ref target, block);
        }
    }
}
