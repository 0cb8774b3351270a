using MlNetLosses.Data;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Products with columns, so many that they are computed in parts and tasks.</summary>
[TestFixture]
public sealed class CentredColumnsTests
{
    private const int RowCount = 5000;
    private const int ColumnCount = 120;

    private static readonly FeatureMatrix Features = Draw();
    private static readonly double[] Origin = [0.25, .. new double[ColumnCount - 1]];
    private static readonly int[] Wanted = [.. Enumerable.Range(0, ColumnCount + 1).Where(j => j % 10 != 3)];

    [TestCase(1)]
    [TestCase(3)]
    public void Combinations_are_sums_of_columns(int threads)
    {
        double[] changes = [.. Wanted.Select(j => j % 4 == 0 ? 0 : 1.0 / (1 + j))], result = new double[RowCount];
        Columns(threads).Combine(Wanted, changes, result);
        for (int i = 0; i < RowCount; i++)
            Assert.That(result[i], Is.EqualTo(Wanted.Select((j, k) => changes[k] * Number(i, j)).Sum()).Within(1e-12));
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Correlations_are_sums_over_rows(int threads)
    {
        double[] vector = [.. Enumerable.Range(0, RowCount).Select(i => Math.Sin(i))], result = new double[ColumnCount + 1];
        Columns(threads).Correlate(Wanted, vector, vector.Sum(), result);
        foreach (int j in Wanted)
            Assert.That(result[j], Is.EqualTo(Enumerable.Range(0, RowCount).Sum(i => Number(i, j) * vector[i])).Within(1e-10));
    }

    [Test]
    public void Threads_change_no_bit()
    {
        double[] changes = [.. Wanted.Select(j => 1.0 / (1 + j))], one = new double[RowCount], three = new double[RowCount];
        Columns(1).Combine(Wanted, changes, one);
        Columns(3).Combine(Wanted, changes, three);
        Assert.That(one, Is.EqualTo(three));
    }

    private static double Number(int i, int j)
    {
        if (j == ColumnCount) return 1;
        Row row = Features[i];
        int at = row.Columns.BinarySearch(j);
        return (at < 0 ? 0 : row.Values[at]) - Origin[j];
    }

    private static CentredColumns Columns(int threads) => new(new FeatureColumns(Features).MovedTo(Origin), Origin, threads);

    /// <summary>The first third of the columns is frequent.</summary>
    private static FeatureMatrix Draw()
    {
        Random random = new(1);
        float[] numbers = new float[RowCount * ColumnCount];
        for (int k = 0; k < numbers.Length; k++)
            if (random.NextDouble() < (k % ColumnCount < ColumnCount / 3 ? 0.6 : 0.1)) numbers[k] = random.NextSingle() + 0.1f;
        return SmallProblem.ToSparse(numbers, RowCount, ColumnCount);
    }
}
