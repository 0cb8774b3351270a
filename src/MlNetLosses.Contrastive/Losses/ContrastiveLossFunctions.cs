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
    /// <summary>One example has no negatives.</summary>
    private const int FewestExamples = 2;

    /// <summary>The loss, the mean over all 2n views.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="embeddings">y, <c>2n × d</c>, n ≥ 2, finite.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="labels">The class of each of the n examples, 0 or more, or −1 where unknown; or empty. Ignored by losses without labels.</param>
    /// <returns>L.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a value is not finite.</exception>
    public static double Value(this IContrastiveLoss loss, ReadOnlySpan<float> embeddings, int dimension, ReadOnlySpan<int> labels = default)
    {
        using Chunks chunks = new(threads: 1);
        return Evaluate(loss, embeddings, dimension, labels, chunks).Value;
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
        RowCheck.Gradient(gradient, embeddings);
        using Chunks chunks = new(threads: 1);
        (ContrastiveObjective objective, double value) = Evaluate(loss, embeddings, dimension, labels, chunks);
        objective.WriteGradient(gradient, dimension);
        return value;
    }

    private static (ContrastiveObjective Objective, double Value) Evaluate(
        IContrastiveLoss loss, ReadOnlySpan<float> embeddings, int dimension, ReadOnlySpan<int> labels, Chunks chunks)
    {
        ArgumentNullException.ThrowIfNull(loss);
        int rows = RowCheck.Pairs(embeddings, dimension, FewestExamples);
        if (!labels.IsEmpty) RowCheck.Labels(labels, rows / 2);
        ContrastiveObjective objective = new(rows, dimension, chunks);
        return (objective, objective.Evaluate(loss, embeddings, dimension, rows, labels));
    }
}
