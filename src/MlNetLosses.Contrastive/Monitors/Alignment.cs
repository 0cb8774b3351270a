using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Monitors;

/// <summary>Alignment: how far apart the two views of an example lie. The smaller, the less the encoder sees of the augmentations.</summary>
/// <remarks>
/// With u = y / ‖y‖, the mean over the n examples of ‖uᵢ − u_{i+n}‖²: 0 to 4. 0 also for a collapsed encoder: read it beside <see cref="Uniformity"/>.
/// Source: T. Wang, P. Isola, "Understanding Contrastive Representation Learning through Alignment and Uniformity on the
/// Hypersphere", ICML 2020, section 4.1 with α = 2.
/// </remarks>
public static class Alignment
{
    /// <summary>The alignment of pairs of views.</summary>
    /// <param name="embeddings">y, <c>2n × d</c>, finite; rows i and i + n are the two views of one example. A row of zeros is a point u = 0.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <returns>0 to 4.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a value is not finite.</exception>
    public static double Value(ReadOnlySpan<float> embeddings, int dimension)
    {
        int rows = RowCheck.Pairs(embeddings, dimension, atLeast: 1), examples = rows / 2;
        float[] units = UnitRows.Of(embeddings, dimension);
        double sum = 0;
        for (int i = 0; i < examples; i++)
        {
            double distance = TensorPrimitives.Distance(units.AsSpan(i * dimension, dimension), units.AsSpan((i + examples) * dimension, dimension));
            sum += distance * distance;
        }

        return sum / examples;
    }
}
