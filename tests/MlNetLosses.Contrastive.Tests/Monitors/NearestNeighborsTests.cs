using CsCheck;
using MlNetLosses.Contrastive.Monitors;

namespace MlNetLosses.Contrastive.Tests.Monitors;

[TestFixture]
public sealed class NearestNeighborsTests
{
    [Test]
    public void Accuracy_is_that_of_a_sorted_list() => Gen.Select(Gen.Int[-1, 3].Array[2, 60], Gen.Int[-1, 3].Array[2, 30], Gen.Int[1, 70], Gen.Int[2, 6]).Sample((labels, queryLabels, k, d) =>
    {
        if (labels.Max() < 0 || queryLabels.Max() < 0) return true;
        float[] reference = Naive.Clusters(labels, d, noise: 1, seed: k), queries = Naive.Clusters(queryLabels, d, noise: 1, seed: k + 1);
        double expected = Share(reference, labels, queries, queryLabels, d, k, leavesOut: false);
        return double.IsNaN(expected) || NearestNeighbors.Accuracy(reference, labels, queries, queryLabels, d, k) == expected;
    });

    [Test]
    public void Leave_one_out_is_that_of_a_sorted_list_without_the_query() => Gen.Select(Gen.Int[-1, 3].Array[3, 60], Gen.Int[1, 70], Gen.Int[2, 6]).Sample((labels, k, d) =>
    {
        if (labels.Count(label => label >= 0) < 2) return true;
        float[] rows = Naive.Clusters(labels, d, noise: 1, seed: k);
        double expected = Share(rows, labels, rows, labels, d, k, leavesOut: true);
        return double.IsNaN(expected) || NearestNeighbors.LeaveOneOutAccuracy(rows, labels, d, k) == expected;
    });

    [Test]
    public void A_near_neighbour_outvotes_two_far_ones()
    {
        // Cosines 1 against 0.6 and 0.6: e^(1/0.07) is more than twice e^(0.6/0.07).
        float[] reference = [1, 0, 3, 4, 3, -4];
        Assert.That(NearestNeighbors.Accuracy(reference, [5, 8, 8], [2, 0], [5], 2, 3), Is.EqualTo(1));
        Assert.That(NearestNeighbors.Accuracy(reference, [5, 8, 8], [2, 0], [8], 2, 3), Is.Zero);
    }

    [Test]
    public void Rows_without_a_label_take_no_part() =>
        Assert.That(NearestNeighbors.Accuracy([1, 0, 0, 1], [-1, 3], [1, 0, 1, 1], [3, -1], 2, 1), Is.EqualTo(1));

    [Test]
    public void Bad_arguments_are_refused()
    {
        Assert.That(() => NearestNeighbors.LeaveOneOutAccuracy(new float[4], [0, 1], 2, 0), Throws.TypeOf<ArgumentOutOfRangeException>()
            .With.Message.StartsWith("neighbors must be at least 1, got 0. 20 are usual."));
        Assert.That(() => NearestNeighbors.LeaveOneOutAccuracy(new float[4], [0, -1], 2), Throws.ArgumentException
            .With.Message.StartsWith("labels must hold at least 2 known labels, 0 or more, got 1. Label some rows first."));
        Assert.That(() => NearestNeighbors.Accuracy(new float[4], [0], new float[2], [0], 2), Throws.ArgumentException
            .With.Message.StartsWith("referenceLabels must have 2 values, got 1."));
        Assert.That(() => NearestNeighbors.Accuracy(new float[4], [0, 1], new float[2], [-1], 2), Throws.ArgumentException
            .With.Message.StartsWith("queryLabels must hold at least 1 known labels, 0 or more, got 0."));
    }

    /// <summary>NaN where a tie or nearly one decides, which rounding may turn either way.</summary>
    private static double Share(float[] reference, int[] labels, float[] queries, int[] queryLabels, int d, int k, bool leavesOut)
    {
        int known = 0, right = 0;
        for (int q = 0; q < queryLabels.Length; q++)
        {
            if (queryLabels[q] < 0) continue;
            double[] query = Naive.Unit(queries[(q * d)..((q + 1) * d)]);
            (int Label, double Cosine)[] sorted = [.. Enumerable.Range(0, labels.Length)
                .Where(i => labels[i] >= 0 && !(leavesOut && i == q))
                .Select(i => (labels[i], Naive.Unit(reference[(i * d)..((i + 1) * d)]).Zip(query, (a, b) => a * b).Sum()))
                .OrderByDescending(row => row.Item2)];
            if (k < sorted.Length && sorted[k - 1].Cosine - sorted[k].Cosine < 1e-5) return double.NaN;
            (int Label, double Votes)[] classes = [.. sorted.Take(k).GroupBy(row => row.Label)
                .Select(rows => (rows.Key, rows.Sum(row => Math.Exp(row.Cosine / 0.07))))
                .OrderByDescending(votes => votes.Item2)];
            if (classes.Length > 1 && classes[1].Votes > 0.9999 * classes[0].Votes) return double.NaN;
            known++;
            if (classes[0].Label == queryLabels[q]) right++;
        }

        return (double)right / known;
    }
}
