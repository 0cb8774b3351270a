using MlNetLosses.Data;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>The Gram matrix of sparse columns is that of the definition, whether columns are frequent or rare, moved or not, and in whichever batches they come.</summary>
[TestFixture]
public sealed class SparseColumnGramTests
{
    private const int RowCount = 400;
    private const int ColumnCount = 90;

    private static readonly double[] Diagonal = [.. Enumerable.Range(0, RowCount).Select(i => i % 7 == 0 ? 0 : (1 + i % 5) / 1000.0)];
    private static readonly double[] Origin = [.. Enumerable.Range(0, ColumnCount).Select(j => j < 2 ? 100.0 : 0)];

    /// <summary>Columns 0 and 1 are far from 0, the first 40 in most rows, the others in few.</summary>
    private static readonly float[] Numbers = Draw();

    [Test]
    public void It_is_that_of_the_definition([Values] bool isCentred, [Values(1, 3)] int threads)
    {
        SparseColumnGram gram = new(Columns(threads));
        Include(gram, isCentred, [.. Enumerable.Range(0, 10).Select(k => 3 * k)]);
        gram.Clear();
        Check(gram, isCentred, [.. Enumerable.Range(0, ColumnCount).Reverse()], batch: 7);
    }

    /// <summary>Frequent and rare columns take turns, so that either meets old and new ones of either.</summary>
    [Test]
    public void It_is_that_of_the_definition_in_any_order([Values] bool isCentred, [Values(1, 3)] int threads, [Values(1, 5, 30, ColumnCount)] int batch)
    {
        SparseColumnGram gram = new(Columns(threads));
        for (int round = 0; round < 2; round++)
        {
            Check(gram, isCentred, [.. Enumerable.Range(0, ColumnCount).Select(k => (k * 37 + round) % ColumnCount)], batch);
            gram.Clear();
        }
    }

    [Test]
    public void Threads_change_no_bit()
    {
        SparseColumnGram one = new(Columns(1)), three = new(Columns(3));
        int[] all = [.. Enumerable.Range(0, ColumnCount)];
        Include(one, true, all);
        Include(three, true, all);
        for (int r = 0; r < ColumnCount; r++) Assert.That(one.Row(r).SequenceEqual(three.Row(r)), Is.True, $"row {r}");
    }

    private static void Check(SparseColumnGram gram, bool isCentred, int[] features, int batch)
    {
        int[] positions = [.. features.Chunk(batch).SelectMany(some => Include(gram, isCentred, some))];
        Assert.That(positions, Is.EqualTo(Enumerable.Range(0, features.Length)));
        for (int a = 0; a < features.Length; a++)
            for (int b = 0; b < features.Length; b++)
                Assert.That(gram.Row(a)[b], Is.EqualTo(Expected(features[a], features[b], isCentred)).Within(1e-12), $"{features[a]}, {features[b]}");
    }

    private static int[] Include(SparseColumnGram gram, bool isCentred, int[] features)
    {
        int[] positions = new int[features.Length];
        gram.Include(features, Diagonal, isCentred, positions);
        return positions;
    }

    private static double Expected(int a, int b, bool isCentred)
    {
        double meanOfA = isCentred ? Mean(a) : 0, meanOfB = isCentred ? Mean(b) : 0;
        return Enumerable.Range(0, RowCount).Sum(i => Diagonal[i] * (Number(i, a) - meanOfA) * (Number(i, b) - meanOfB));
    }

    private static double Mean(int j) => Enumerable.Range(0, RowCount).Sum(i => Diagonal[i] * Number(i, j)) / Diagonal.Sum();

    private static double Number(int i, int j) => Numbers[i * ColumnCount + j] - Origin[j];

    private static CentredColumns Columns(int threads) =>
        new(new FeatureColumns(SmallProblem.ToSparse(Numbers, RowCount, ColumnCount)).MovedTo(Origin), Origin, threads);

    private static float[] Draw()
    {
        Random random = new(1);
        float[] numbers = new float[RowCount * ColumnCount];
        for (int k = 0; k < numbers.Length; k++)
        {
            int j = k % ColumnCount;
            if (random.NextDouble() < (j < 2 ? 0.98 : j < 40 ? 0.6 : 0.08)) numbers[k] = (j < 2 ? 100 : 0) + random.NextSingle() - 0.5f;
        }

        return numbers;
    }
}
