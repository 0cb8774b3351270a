using MlNetLosses.Data;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Products with columns, so many that they are computed in parts and tasks.</summary>
[TestFixture(5000)]
[TestFixture(17_000)]
public sealed class CentredColumnsTests(int rowCount)
{
    private const int ColumnCount = 120;

    private readonly FeatureMatrix features = Draw(rowCount);
    private static readonly double[] Origin = [0.25, .. new double[ColumnCount - 1]];
    private static readonly int[] Wanted = [.. Enumerable.Range(0, ColumnCount + 1).Where(j => j % 10 != 3)];

    [TestCase(1)]
    [TestCase(3)]
    public void Combinations_are_sums_of_columns(int threads)
    {
        double[] changes = [.. Wanted.Select(j => j % 4 == 0 ? 0 : 1.0 / (1 + j))], result = Combine(changes, threads);
        for (int i = 0; i < rowCount; i++)
            Assert.That(result[i], Is.EqualTo(Wanted.Select((j, k) => changes[k] * Number(i, j)).Sum()).Within(1e-12));
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Correlations_are_sums_over_rows(int threads)
    {
        double[] vector = [.. Enumerable.Range(0, rowCount).Select(i => Math.Sin(i))], result = new double[ColumnCount + 1];
        Columns(threads).Correlate(Wanted, vector, vector.Sum(), result);
        foreach (int j in Wanted)
            Assert.That(result[j], Is.EqualTo(Enumerable.Range(0, rowCount).Sum(i => Number(i, j) * vector[i])).Within(1e-10));
    }

    [Test]
    public void Threads_change_no_bit()
    {
        double[] changes = [.. Wanted.Select(j => 1.0 / (1 + j))];
        Assert.That(Combine(changes, threads: 1), Is.EqualTo(Combine(changes, threads: 3)));
    }

    [Test]
    public void Combinations_start_anew_each_time()
    {
        CentredColumns columns = Columns(threads: 3);
        double[] many = [.. Wanted.Select(j => 1.0 / (1 + j))], few = [.. Wanted.Select(j => j == 1 ? 1.0 : 0)], products = new double[rowCount];
        foreach (double[] changes in (double[][])[many, few]) columns.CombineAndCorrelate(Wanted, changes, products, (_, _, _) => { }, null, []);
        Assert.That(products, Is.EqualTo(Combine(few, threads: 1)));
    }

    /// <summary>The products as they are when they are said to be there.</summary>
    private double[] Combine(double[] changes, int threads)
    {
        double[] products = [.. Enumerable.Repeat(double.NaN, rowCount)], used = new double[rowCount];
        Columns(threads).CombineAndCorrelate(Wanted, changes, products, (_, start, end) => products.AsSpan(start..end).CopyTo(used.AsSpan(start)), null, []);
        return used;
    }

    private double Number(int i, int j)
    {
        if (j == ColumnCount) return 1;
        Row row = features[i];
        int at = row.Columns.BinarySearch(j);
        return (at < 0 ? 0 : row.Values[at]) - Origin[j];
    }

    private CentredColumns Columns(int threads) => new(new FeatureColumns(features).MovedTo(Origin), Origin, threads);

    /// <summary>The first third of the columns is frequent.</summary>
    private static FeatureMatrix Draw(int rowCount)
    {
        Random random = new(1);
        float[] numbers = new float[rowCount * ColumnCount];
        for (int k = 0; k < numbers.Length; k++)
            if (random.NextDouble() < (k % ColumnCount < ColumnCount / 3 ? 0.6 : 0.1)) numbers[k] = random.NextSingle() + 0.1f;
        return SmallProblem.ToSparse(numbers, rowCount, ColumnCount);
    }
}
