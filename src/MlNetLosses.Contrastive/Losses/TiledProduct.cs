using System.Numerics;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>C = A B for a few rows of A, with sums that stay in registers.</summary>
/// <remarks>
/// Each value of C is one sum in the order of the inner index, so its bits do not depend on how rows are grouped into calls.
/// </remarks>
internal static unsafe class TiledProduct
{
    /// <summary>Rows that a call computes at once.</summary>
    public const int Rows = 4;

    /// <summary>Rows of B and C are padded to a multiple of this, and the padding of B is finite.</summary>
    public const int Padding = 32;

    public static int StrideOf(int columns) => (columns + Padding - 1) / Padding * Padding;

    /// <param name="left">A, up to 4 rows.</param>
    /// <param name="leftStride">Values from one row of A to the next.</param>
    /// <param name="rows">1 to 4.</param>
    /// <param name="inner">Columns of A, rows of B.</param>
    /// <param name="right">B, <c>inner × stride</c>.</param>
    /// <param name="result">C, <c>rows × stride</c>; written whole, padding too.</param>
    /// <param name="stride">Values from one row of B and of C to the next, a multiple of <see cref="Padding"/>.</param>
    public static void Multiply(float* left, int leftStride, int rows, int inner, float* right, float* result, int stride)
    {
        // Where there are fewer than four rows the last is computed again: cheaper than a second loop.
        int last = rows - 1;
        int at1 = Math.Min(1, last), at2 = Math.Min(2, last), at3 = last;
        float* a0 = left, a1 = left + at1 * leftStride, a2 = left + at2 * leftStride, a3 = left + at3 * leftStride;
        float* c0 = result, c1 = result + at1 * stride, c2 = result + at2 * stride, c3 = result + at3 * stride;
        int lanes = Vector<float>.Count;
        for (int column = 0; column < stride; column += 2 * lanes)
        {
            Vector<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
            float* b = right + column;
            for (int k = 0; k < inner; k++, b += stride)
            {
                Vector<float> b0 = Vector.Load(b), b1 = Vector.Load(b + lanes);
                Vector<float> a = new(a0[k]);
                s00 = Vector.FusedMultiplyAdd(a, b0, s00);
                s01 = Vector.FusedMultiplyAdd(a, b1, s01);
                a = new(a1[k]);
                s10 = Vector.FusedMultiplyAdd(a, b0, s10);
                s11 = Vector.FusedMultiplyAdd(a, b1, s11);
                a = new(a2[k]);
                s20 = Vector.FusedMultiplyAdd(a, b0, s20);
                s21 = Vector.FusedMultiplyAdd(a, b1, s21);
                a = new(a3[k]);
                s30 = Vector.FusedMultiplyAdd(a, b0, s30);
                s31 = Vector.FusedMultiplyAdd(a, b1, s31);
            }

            Store(s00, s01, c0 + column);
            Store(s10, s11, c1 + column);
            Store(s20, s21, c2 + column);
            Store(s30, s31, c3 + column);
        }
    }

    private static void Store(Vector<float> first, Vector<float> second, float* target)
    {
        first.Store(target);
        second.Store(target + Vector<float>.Count);
    }
}
