using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetLosses.Solvers;

/// <summary>XᵀHX of some coordinates: with it, a coordinate step costs as many products as there are coordinates, not examples.</summary>
/// <remarks>The covariance updates of J. Friedman, T. Hastie, R. Tibshirani, J. Stat. Softw. 33 (2010), section 2.2, for any weights H.</remarks>
internal abstract class GramMatrix
{
    /// <summary>How many coordinates there are.</summary>
    public abstract int Count { get; }

    /// <summary>The row of a position; as many numbers as there are coordinates count.</summary>
    public abstract ReadOnlySpan<double> Row(int position);

    /// <summary>vector ← vector + scale · row.</summary>
    public void AddRow(int position, double scale, Span<double> vector)
    {
        ReadOnlySpan<double> row = Row(position);
        ref double from = ref MemoryMarshal.GetReference(row), to = ref MemoryMarshal.GetReference(vector[..row.Length]);
        Vector<double> factor = new(scale);
        int k = 0;
        for (; k <= row.Length - Vector<double>.Count; k += Vector<double>.Count)
            Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref from, (nuint)k), Vector.LoadUnsafe(ref to, (nuint)k)).StoreUnsafe(ref to, (nuint)k);
        for (; k < row.Length; k++) vector[k] += scale * row[k];
    }
}
