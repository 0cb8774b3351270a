using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>The value and the gradient of any contrastive loss at a batch of embeddings.</summary>
/// <remarks>
/// The embeddings of n examples are 2n rows of d values, row after row; rows i and i + n are the two views of example i. They are
/// normalised here: the loss depends on their directions only. A row that is not longer than 1e-8 has no direction: its cosine with
/// every view is 0, and so is its gradient.
/// </remarks>
/// <example><code>double value = new NtXent(temperature: 0.2).ValueAndGradient(embeddings, dimension: 64, gradient);</code></example>
public static class ContrastiveLossFunctions
{
    /// <summary>The loss, the mean over all 2n views.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="embeddings">y, <c>2n × d</c>, n ≥ 2, finite.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="labels">The class of each of the n examples, 0 or more, or −1 where unknown; or empty. Ignored by losses without labels.</param>
    /// <returns>L.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a value is not finite.</exception>
    public static double Value(this IContrastiveLoss loss, ReadOnlySpan<float> embeddings, int dimension, ReadOnlySpan<int> labels = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        int rows = CheckBatch(embeddings, dimension, labels);
        using Chunks chunks = new(threads: 1);
        return new ContrastiveObjective(rows, dimension, chunks).Evaluate(loss, embeddings, dimension, rows, labels);
    }

    /// <summary>The loss, the mean over all 2n views, and its gradient by the embeddings.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="embeddings">y, <c>2n × d</c>, n ≥ 2, finite.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="gradient">Receives ∂L/∂y, <c>2n × d</c>.</param>
    /// <param name="labels">The class of each of the n examples, 0 or more, or −1 where unknown; or empty. Ignored by losses without labels.</param>
    /// <returns>L.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a value is not finite.</exception>
    public static double ValueAndGradient(
        this IContrastiveLoss loss, ReadOnlySpan<float> embeddings, int dimension, Span<float> gradient, ReadOnlySpan<int> labels = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        int rows = CheckBatch(embeddings, dimension, labels);
        if (gradient.Length != embeddings.Length)
            throw new ArgumentException($"gradient must be as long as embeddings, {embeddings.Length} values, got {gradient.Length}.", nameof(gradient));
        using Chunks chunks = new(threads: 1);
        ContrastiveObjective objective = new(rows, dimension, chunks);
        double value = objective.Evaluate(loss, embeddings, dimension, rows, labels);
        objective.WriteGradient(gradient, dimension);
        return value;
    }

    private static int CheckBatch(ReadOnlySpan<float> embeddings, int dimension, ReadOnlySpan<int> labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        int rows = embeddings.Length / dimension;
        if (embeddings.Length % dimension != 0)
            throw new ArgumentException($"embeddings must be whole rows of {dimension} values, got {embeddings.Length} values. Check dimension.", nameof(embeddings));
        if (rows % 2 != 0)
            throw new ArgumentException($"embeddings must have two rows per example, i and i + n, got {rows} rows.", nameof(embeddings));
        if (rows < 4)
            throw new ArgumentException($"embeddings must have at least two examples, four rows, got {rows} rows: one example has no negatives.", nameof(embeddings));
        if (labels.Length != 0 && labels.Length != rows / 2)
            throw new ArgumentException($"labels must have one value per example, {rows / 2}, or none, got {labels.Length}.", nameof(labels));
        foreach (int label in labels)
            if (label < -1) throw new ArgumentException($"labels must be 0 or more, or -1 where unknown, got {label}.", nameof(labels));
        if (!TensorPrimitives.IsFiniteAll(embeddings))
        {
            int at = 0;
            while (float.IsFinite(embeddings[at])) at++;
            throw new ArgumentException($"embeddings must be finite, got {embeddings[at]} in row {at / dimension} at slot {at % dimension}.", nameof(embeddings));
        }

        return rows;
    }
}
