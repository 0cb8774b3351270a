using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Monitors;

/// <summary>Uniformity: how evenly embeddings fill the sphere. The smaller, the more of the data they tell apart.</summary>
/// <remarks>
/// With u = y / ‖y‖, the logarithm of the mean over all pairs i &lt; k of exp(−2‖uᵢ − u_k‖²): 0 for a collapsed encoder, −8 at the least.
/// Directions drawn evenly in many dimensions come near −4.
/// Source: T. Wang, P. Isola, "Understanding Contrastive Representation Learning through Alignment and Uniformity on the
/// Hypersphere", ICML 2020, section 4.1 with t = 2.
/// </remarks>
public static class Uniformity
{
    /// <summary>The uniformity of embeddings. Its time grows with the square of the rows.</summary>
    /// <param name="embeddings">y, <c>m × d</c>, m ≥ 2, finite: one view of each example. A row of zeros is a point u = 0.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <returns>−8 to 0.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a value is not finite.</exception>
    public static double Value(ReadOnlySpan<float> embeddings, int dimension)
    {
        int rows = RowCheck.Rows(embeddings, dimension, atLeast: 2);
        float[] units = UnitRows.Of(embeddings, dimension);
        double sum = 0;
        for (int i = 0; i < rows; i++)
        {
            for (int k = i + 1; k < rows; k++)
            {
                double distance = TensorPrimitives.Distance(units.AsSpan(i * dimension, dimension), units.AsSpan(k * dimension, dimension));
                sum += Math.Exp(-2 * distance * distance);
            }
        }

        return Math.Log(sum / (0.5 * rows * (rows - 1)));
    }
}
