using System.Numerics;

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
    public static void Multiply(this Row row, ReadOnlySpan<double> matrix, ReadOnlySpan<double> origin, Span<double> result)
    {
        int stride = result.Length;
        for (int block = 0; block < stride; block += Vector<double>.Count)
        {
            Vector<double> sum = default;
            for (int k = 0; k < row.Values.Length; k++)
            {
                int j = row.IsSparse ? row.Columns[k] : k;
                double x = origin.IsEmpty ? row.Values[k] : row.Values[k] - origin[j];
                sum = Vector.FusedMultiplyAdd(new Vector<double>(x), new Vector<double>(matrix[(j * stride + block)..]), sum);
            }

            sum.CopyTo(result[block..]);
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

    /// <summary>W ← W + (x − m) gᵀ.</summary>
    /// <param name="row">x.</param>
    /// <param name="matrix">W, <c>p × stride</c>.</param>
    /// <param name="origin">m, p values, or empty for 0.</param>
    /// <param name="factors">g, stride values.</param>
    public static void AddOuterTo(this Row row, Span<double> matrix, ReadOnlySpan<double> origin, ReadOnlySpan<double> factors)
    {
        int stride = factors.Length;
        for (int k = 0; k < row.Values.Length; k++)
        {
            int j = row.IsSparse ? row.Columns[k] : k;
            Vector<double> x = new(origin.IsEmpty ? row.Values[k] : row.Values[k] - origin[j]);
            Span<double> target = matrix.Slice(j * stride, stride);
            for (int block = 0; block < stride; block += Vector<double>.Count)
                Vector.FusedMultiplyAdd(x, new Vector<double>(factors[block..]), new Vector<double>(target[block..])).CopyTo(target[block..]);
        }
    }
}
