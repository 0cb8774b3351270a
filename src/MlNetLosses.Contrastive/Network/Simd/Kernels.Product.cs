using System.Runtime.CompilerServices;

namespace MlNetLosses.Contrastive.Network.Simd;

/// <inheritdoc cref="Kernels"/>
/// <typeparam name="TSimd">The operations.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
internal sealed unsafe partial class Kernels<TSimd, TVector> : Kernels
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Rows of the tile that is two vectors wide: 12 sums, 2 of the right matrix and one of the left fit 16 registers.</summary>
    private const int WideRows = 6;

    /// <summary>Rows of the tile that is one vector wide: 8 sums hide the latency of a multiply-add (4 cycles, 2 a cycle).</summary>
    private const int TallRows = 8;

    public override int Width => TSimd.Width;

    /// <summary>Computes the product tile by tile; a tile's sums stay in registers.</summary>
    public override void Multiply(in GatheredProduct product)
    {
        if (product.Rows == 0) return;
        int column = 0;
        for (; column + 2 * TSimd.Width <= product.Columns; column += 2 * TSimd.Width)
            for (int row = 0; row < product.Rows; row += WideRows)
                MultiplyWide(product, row, column);
        if (column == product.Columns) return;
        for (int row = 0; row < product.Rows; row += TallRows)
            MultiplyTall(product, row, column);
    }

    // A tile that hangs over the last row repeats that row: the same numbers are computed, and stored, several times.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyWide(in GatheredProduct product, int row, int column)
    {
        int last = product.Rows - 1;
        int m1 = Math.Min(row + 1, last), m2 = Math.Min(row + 2, last), m3 = Math.Min(row + 3, last);
        int m4 = Math.Min(row + 4, last), m5 = Math.Min(row + 5, last);

        float* result = product.Result + column;
        int* offsets = product.ResultRows;
        float* r0 = result + offsets[row], r1 = result + offsets[m1], r2 = result + offsets[m2];
        float* r3 = result + offsets[m3], r4 = result + offsets[m4], r5 = result + offsets[m5];
        TVector s00 = default, s10 = default, s20 = default, s30 = default, s40 = default, s50 = default;
        TVector s01 = default, s11 = default, s21 = default, s31 = default, s41 = default, s51 = default;
        if (product.Adds)
        {
            (s00, s01) = (TSimd.Load(r0), TSimd.Load(r0 + TSimd.Width));
            (s10, s11) = (TSimd.Load(r1), TSimd.Load(r1 + TSimd.Width));
            (s20, s21) = (TSimd.Load(r2), TSimd.Load(r2 + TSimd.Width));
            (s30, s31) = (TSimd.Load(r3), TSimd.Load(r3 + TSimd.Width));
            (s40, s41) = (TSimd.Load(r4), TSimd.Load(r4 + TSimd.Width));
            (s50, s51) = (TSimd.Load(r5), TSimd.Load(r5 + TSimd.Width));
        }

        float* left = product.Left;
        offsets = product.LeftRows;
        float* l0 = left + offsets[row], l1 = left + offsets[m1], l2 = left + offsets[m2];
        float* l3 = left + offsets[m3], l4 = left + offsets[m4], l5 = left + offsets[m5];
        float* right = product.Right + column;
        int* leftColumns = product.LeftColumns;
        int* rightRows = product.RightRows;
        nint inner = product.Inner;
        for (nint r = 0; r < inner; r++)
        {
            float* weights = right + rightRows[r];
            TVector w0 = TSimd.Load(weights), w1 = TSimd.Load(weights + TSimd.Width);
            nint offset = leftColumns[r];
            TVector x = TSimd.Broadcast(l0[offset]);
            (s00, s01) = (TSimd.MultiplyAdd(x, w0, s00), TSimd.MultiplyAdd(x, w1, s01));
            x = TSimd.Broadcast(l1[offset]);
            (s10, s11) = (TSimd.MultiplyAdd(x, w0, s10), TSimd.MultiplyAdd(x, w1, s11));
            x = TSimd.Broadcast(l2[offset]);
            (s20, s21) = (TSimd.MultiplyAdd(x, w0, s20), TSimd.MultiplyAdd(x, w1, s21));
            x = TSimd.Broadcast(l3[offset]);
            (s30, s31) = (TSimd.MultiplyAdd(x, w0, s30), TSimd.MultiplyAdd(x, w1, s31));
            x = TSimd.Broadcast(l4[offset]);
            (s40, s41) = (TSimd.MultiplyAdd(x, w0, s40), TSimd.MultiplyAdd(x, w1, s41));
            x = TSimd.Broadcast(l5[offset]);
            (s50, s51) = (TSimd.MultiplyAdd(x, w0, s50), TSimd.MultiplyAdd(x, w1, s51));
        }

        Store(r0, s00, s01);
        Store(r1, s10, s11);
        Store(r2, s20, s21);
        Store(r3, s30, s31);
        Store(r4, s40, s41);
        Store(r5, s50, s51);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTall(in GatheredProduct product, int row, int column)
    {
        int last = product.Rows - 1;
        int m1 = Math.Min(row + 1, last), m2 = Math.Min(row + 2, last), m3 = Math.Min(row + 3, last), m4 = Math.Min(row + 4, last);
        int m5 = Math.Min(row + 5, last), m6 = Math.Min(row + 6, last), m7 = Math.Min(row + 7, last);

        float* result = product.Result + column;
        int* offsets = product.ResultRows;
        float* r0 = result + offsets[row], r1 = result + offsets[m1], r2 = result + offsets[m2], r3 = result + offsets[m3];
        float* r4 = result + offsets[m4], r5 = result + offsets[m5], r6 = result + offsets[m6], r7 = result + offsets[m7];
        TVector s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        if (product.Adds)
        {
            (s0, s1, s2, s3) = (TSimd.Load(r0), TSimd.Load(r1), TSimd.Load(r2), TSimd.Load(r3));
            (s4, s5, s6, s7) = (TSimd.Load(r4), TSimd.Load(r5), TSimd.Load(r6), TSimd.Load(r7));
        }

        float* left = product.Left;
        offsets = product.LeftRows;
        float* l0 = left + offsets[row], l1 = left + offsets[m1], l2 = left + offsets[m2], l3 = left + offsets[m3];
        float* l4 = left + offsets[m4], l5 = left + offsets[m5], l6 = left + offsets[m6], l7 = left + offsets[m7];
        float* right = product.Right + column;
        int* leftColumns = product.LeftColumns;
        int* rightRows = product.RightRows;
        nint inner = product.Inner;
        for (nint r = 0; r < inner; r++)
        {
            TVector w = TSimd.Load(right + rightRows[r]);
            nint offset = leftColumns[r];
            s0 = TSimd.MultiplyAdd(TSimd.Broadcast(l0[offset]), w, s0);
            s1 = TSimd.MultiplyAdd(TSimd.Broadcast(l1[offset]), w, s1);
            s2 = TSimd.MultiplyAdd(TSimd.Broadcast(l2[offset]), w, s2);
            s3 = TSimd.MultiplyAdd(TSimd.Broadcast(l3[offset]), w, s3);
            s4 = TSimd.MultiplyAdd(TSimd.Broadcast(l4[offset]), w, s4);
            s5 = TSimd.MultiplyAdd(TSimd.Broadcast(l5[offset]), w, s5);
            s6 = TSimd.MultiplyAdd(TSimd.Broadcast(l6[offset]), w, s6);
            s7 = TSimd.MultiplyAdd(TSimd.Broadcast(l7[offset]), w, s7);
        }

        TSimd.Store(r0, s0);
        TSimd.Store(r1, s1);
        TSimd.Store(r2, s2);
        TSimd.Store(r3, s3);
        TSimd.Store(r4, s4);
        TSimd.Store(r5, s5);
        TSimd.Store(r6, s6);
        TSimd.Store(r7, s7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, TVector first, TVector second)
    {
        TSimd.Store(target, first);
        TSimd.Store(target + TSimd.Width, second);
    }
}
