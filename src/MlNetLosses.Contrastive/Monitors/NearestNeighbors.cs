using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Losses;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Monitors;

/// <summary>k-nearest-neighbour accuracy of embeddings: whether what is near is of the same class. Nothing is trained.</summary>
/// <remarks>
/// The k reference rows of largest cosine c vote for their class with weight exp(c / 0.07). Of equal cosines the lower row counts, of
/// equal votes the nearest neighbour's class.
/// Source: Z. Wu, Y. Xiong, S. X. Yu, D. Lin, "Unsupervised Feature Learning via Non-Parametric Instance Discrimination", CVPR 2018,
/// section 3.4.
/// </remarks>
public static class NearestNeighbors
{
    /// <summary>20 neighbours: enough to smooth, few enough for some hundred labelled rows.</summary>
    public const int DefaultNeighbors = 20;

    private const double VoteTemperature = 0.07;

    /// <summary>Accuracy on rows that are not among the reference.</summary>
    /// <param name="reference"><c>m × d</c>, finite.</param>
    /// <param name="referenceLabels">The class of each row, or −1: such a row is no neighbour. At least one is known.</param>
    /// <param name="queries"><c>q × d</c>, finite.</param>
    /// <param name="queryLabels">The class of each row, or −1: such a row is no query. At least one is known.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="neighbors">k, at least 1; default 20. All, where it exceeds them.</param>
    /// <returns>The share of queries whose class wins the vote, 0 to 1.</returns>
    /// <exception cref="ArgumentException">A length does not fit, a value is not finite, or no label is known.</exception>
    public static double Accuracy(ReadOnlySpan<float> reference, ReadOnlySpan<int> referenceLabels, ReadOnlySpan<float> queries,
        ReadOnlySpan<int> queryLabels, int dimension, int neighbors = DefaultNeighbors)
    {
        RowCheck.Labels(referenceLabels, RowCheck.Rows(reference, dimension, atLeast: 1));
        RowCheck.Labels(queryLabels, RowCheck.Rows(queries, dimension, atLeast: 1));
        RowCheck.KnownLabels(referenceLabels, atLeast: 1);
        RowCheck.KnownLabels(queryLabels, atLeast: 1);
        return Share(UnitRows.Of(reference, dimension), referenceLabels, UnitRows.Of(queries, dimension), queryLabels, dimension, neighbors, leavesOut: false);
    }

    /// <summary>Accuracy where each labelled row is a query to all others.</summary>
    /// <param name="embeddings"><c>m × d</c>, finite.</param>
    /// <param name="labels">The class of each row, or −1: such a row takes no part. At least two are known.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="neighbors">k, at least 1; default 20. All, where it exceeds them.</param>
    /// <returns>The share of rows whose class wins the vote, 0 to 1.</returns>
    /// <exception cref="ArgumentException">A length does not fit, a value is not finite, or too few labels are known.</exception>
    public static double LeaveOneOutAccuracy(ReadOnlySpan<float> embeddings, ReadOnlySpan<int> labels, int dimension, int neighbors = DefaultNeighbors)
    {
        RowCheck.Labels(labels, RowCheck.Rows(embeddings, dimension, atLeast: 2));
        RowCheck.KnownLabels(labels, atLeast: 2);
        float[] units = UnitRows.Of(embeddings, dimension);
        return Share(units, labels, units, labels, dimension, neighbors, leavesOut: true);
    }

    private static double Share(ReadOnlySpan<float> reference, ReadOnlySpan<int> labels, ReadOnlySpan<float> queries, ReadOnlySpan<int> queryLabels,
        int dimension, int neighbors, bool leavesOut)
    {
        if (neighbors < 1)
            throw new ArgumentOutOfRangeException(nameof(neighbors), neighbors, Invariant($"neighbors must be at least 1, got {neighbors}. {DefaultNeighbors} are usual."));
        float[] cosines = new float[labels.Length], scratch = new float[labels.Length];
        Dictionary<int, double> votes = [];
        int known = 0, right = 0;
        for (int query = 0; query < queryLabels.Length; query++)
        {
            if (queryLabels[query] < 0) continue;
            for (int i = 0; i < cosines.Length; i++)
            {
                cosines[i] = labels[i] < 0 || (leavesOut && i == query)
                    ? float.NegativeInfinity
                    : TensorPrimitives.Dot(reference.Slice(i * dimension, dimension), queries.Slice(query * dimension, dimension));
            }

            if (neighbors < cosines.Length) LargestValues.Keep(neighbors, cosines, scratch);
            known++;
            if (Winner(cosines, labels, votes) == queryLabels[query]) right++;
        }

        return (double)right / known;
    }

    /// <summary>The class with the most votes of those rows whose cosine is not −∞.</summary>
    private static int Winner(ReadOnlySpan<float> cosines, ReadOnlySpan<int> labels, Dictionary<int, double> votes)
    {
        votes.Clear();
        int winner = labels[TensorPrimitives.IndexOfMax(cosines)];
        for (int i = 0; i < cosines.Length; i++)
            if (!float.IsNegativeInfinity(cosines[i])) votes[labels[i]] = votes.GetValueOrDefault(labels[i]) + Math.Exp(cosines[i] / VoteTemperature);
        foreach ((int label, double vote) in votes)
            if (vote > votes[winner]) winner = label;
        return winner;
    }
}
