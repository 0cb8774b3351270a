using CsCheck;
using MlNetLosses.Contrastive.Monitors;

namespace MlNetLosses.Contrastive.Tests.Monitors;

[TestFixture]
public sealed class LinearProbeTests
{
    [Test]
    public void Accuracy_is_that_of_regressions_with_an_intercept_solved_by_elimination() =>
        Gen.Select(Gen.Int[-1, 3].Array[8, 60], Gen.Int[1, 24], Gen.Int).Sample((labels, d, seed) =>
        {
            if (labels.Max() < 0) return true;
            float[] training = Naive.Clusters(labels, d, noise: 1, seed), validation = Naive.Clusters(labels, d, noise: 1, seed + 1);
            return LinearProbe.Accuracy(training, labels, validation, labels, d, ridge: 0.01) == Oracle(training, labels, validation, labels, d, 0.01);
        });

    [Test]
    public void Classes_apart_are_told_apart()
    {
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => 7 * (i % 10))];
        Assert.That(LinearProbe.Accuracy(Naive.Clusters(labels, 32, 0.1, 1), labels, Naive.Clusters(labels, 32, 0.1, 2), labels, 32), Is.EqualTo(1));
    }

    [Test]
    public void Features_without_information_give_the_commonest_class()
    {
        int[] labels = [4, 4, 4, 2, 2];
        float[] constant = [.. Enumerable.Repeat(0.1f, 10)];
        Assert.That(LinearProbe.Accuracy(constant, labels, constant, labels, 2), Is.EqualTo(0.6));
    }

    [Test]
    public void More_features_than_rows_and_copies_of_features_do_no_harm()
    {
        int[] labels = [0, 1, 0, 1];
        float[] features = [.. labels.SelectMany(label => Enumerable.Repeat((float)label, 50))];
        Assert.That(LinearProbe.Accuracy(features, labels, features, labels, 50), Is.EqualTo(1));
    }

    [Test]
    public void Bad_arguments_are_refused()
    {
        Assert.That(() => LinearProbe.Accuracy(new float[4], [0, 1], new float[4], [0, 1], 2, ridge: 0), Throws.TypeOf<ArgumentOutOfRangeException>()
            .With.Message.StartsWith("ridge must be at least 1e-9 and finite, got 0. 0.001 is usual."));
        Assert.That(() => LinearProbe.Accuracy(new float[4], [-1, -1], new float[4], [0, 1], 2), Throws.ArgumentException
            .With.Message.StartsWith("trainingLabels must hold at least 1 known labels, 0 or more, got 0."));
        Assert.That(() => LinearProbe.Accuracy(new float[4], [0, 1], new float[3], [0, 1], 2), Throws.ArgumentException
            .With.Message.StartsWith("validation must be whole rows of 2 values, got 3 values."));
    }

    /// <summary>Ridge regression of each class's indicator with a free intercept: normal equations of d + 1 unknowns, by Gauss and Jordan.</summary>
    private static double Oracle(float[] training, int[] labels, float[] validation, int[] validationLabels, int d, double ridge)
    {
        int[] known = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] >= 0)];
        double[] mean = [.. Enumerable.Range(0, d).Select(c => known.Average(i => training[i * d + c]))];
        double[] deviation = [.. Enumerable.Range(0, d).Select(c => Math.Sqrt(known.Average(i => Math.Pow(training[i * d + c] - mean[c], 2))))];
        double At(float[] features, int i, int c) => c == d ? 1 : deviation[c] == 0 ? 0 : (features[i * d + c] - mean[c]) / deviation[c];

        int[] classes = [.. known.Select(i => labels[i]).Distinct().Order()];
        double[][] weights = [.. classes.Select(label =>
        {
            double[,] system = new double[d + 1, d + 2];
            for (int a = 0; a <= d; a++)
            {
                foreach (int i in known)
                {
                    for (int b = 0; b <= d; b++) system[a, b] += At(training, i, a) * At(training, i, b) / known.Length;
                    system[a, d + 1] += labels[i] == label ? At(training, i, a) / known.Length : 0;
                }

                if (a < d) system[a, a] += ridge;
            }

            return Eliminate(system);
        })];
        int[] queries = [.. Enumerable.Range(0, validationLabels.Length).Where(i => validationLabels[i] >= 0)];
        return queries.Count(i => validationLabels[i] == classes[Enumerable.Range(0, classes.Length).MaxBy(k =>
            Enumerable.Range(0, d + 1).Sum(c => weights[k][c] * At(validation, i, c)))]) / (double)queries.Length;
    }

    private static double[] Eliminate(double[,] system)
    {
        int n = system.GetLength(0);
        for (int p = 0; p < n; p++)
        {
            for (int c = n; c >= p; c--) system[p, c] /= system[p, p];
            for (int r = 0; r < n; r++)
            {
                double factor = system[r, p];
                if (r == p) continue;
                for (int c = p; c <= n; c++) system[r, c] -= factor * system[p, c];
            }
        }

        return [.. Enumerable.Range(0, n).Select(r => system[r, n])];
    }
}
