using System.Numerics.Tensors;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>Rows brought to length 1, u = y / ‖y‖, and the gradient's way back.</summary>
internal static class UnitRows
{
    /// <summary>ε: a row that is not longer has no direction. Its u is 0, so is its cosine with every row, and so is its gradient.</summary>
    public const double ShortestLength = 1e-8;

    /// <summary>All rows brought to length 1.</summary>
    public static float[] Of(ReadOnlySpan<float> rows, int dimension)
    {
        float[] units = new float[rows.Length];
        for (int at = 0; at < rows.Length; at += dimension) Normalize(rows.Slice(at, dimension), units.AsSpan(at, dimension));
        return units;
    }

    /// <summary>u ← y / ‖y‖.</summary>
    /// <returns>‖y‖, or +∞ where y has no direction: whatever is divided by it is 0.</returns>
    public static double Normalize(ReadOnlySpan<float> row, Span<float> unit)
    {
        // In double, so that squares of very large and very small values neither overflow nor vanish.
        double sum = 0;
        foreach (float value in row) sum += (double)value * value;
        double length = Math.Sqrt(sum);
        if (length <= ShortestLength) length = double.PositiveInfinity;
        for (int c = 0; c < row.Length; c++) unit[c] = (float)(row[c] / length);
        return length;
    }

    /// <summary>Turns the gradient by u, g, into that by y: (g − u uᵀg) / ‖y‖.</summary>
    /// <param name="unit">u.</param>
    /// <param name="length">What <see cref="Normalize"/> returned.</param>
    /// <param name="byUnit">g; changed.</param>
    /// <param name="factor">What the result is multiplied by.</param>
    /// <param name="gradient">Receives the gradient by y.</param>
    public static void Backward(ReadOnlySpan<float> unit, double length, Span<float> byUnit, double factor, Span<float> gradient)
    {
        float along = -TensorPrimitives.Dot(unit, byUnit);
        TensorPrimitives.MultiplyAdd(unit, along, byUnit, byUnit);
        TensorPrimitives.Multiply(byUnit, (float)(factor / length), gradient);
    }
}
