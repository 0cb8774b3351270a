using MlNetLosses.Data;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Both products with dense rows in one pass, of so many rows that there are several blocks.</summary>
[TestFixture]
public sealed class CentredRowsTests
{
    private const int RowCount = 10_001;
    private const int ColumnCount = 21;

    private static readonly FeatureMatrix Features = Draw();
    private static readonly double[] Origin = [.. Enumerable.Range(0, ColumnCount).Select(j => 0.1 * j)];
    private static readonly int[] All = [.. Enumerable.Range(0, ColumnCount + 1)];
    private static readonly double[] Changes = [.. All.Select(j => 1.0 / (1 + j))];

    [TestCase(true)]
    [TestCase(false)]
    public void One_pass_gives_what_two_give(bool isCentred)
    {
        CentredRows rows = new(Features, isCentred ? Origin : [], threads: 2);
        double[] products = new double[RowCount], vector = new double[RowCount], result = new double[ColumnCount + 1], expected = new double[ColumnCount + 1];
        rows.CombineAndCorrelate(All, Changes, products, Halve, vector, result);
        for (int i = 0; i < RowCount; i++)
        {
            double product = Changes[^1] + Enumerable.Range(0, ColumnCount).Sum(j => Changes[j] * (Features[i].Values[j] - (isCentred ? Origin[j] : 0)));
            Assert.That(vector[i], Is.EqualTo(0.5 * product).Within(1e-12));
        }

        rows.Correlate(All, vector, 0, expected);
        Assert.That(result.AsSpan(0, ColumnCount).ToArray(), Is.EqualTo(expected.AsSpan(0, ColumnCount).ToArray()));

        void Halve(int block, int start, int end)
        {
            for (int i = start; i < end; i++) vector[i] = 0.5 * products[i];
        }
    }

    [Test]
    public void Without_a_vector_there_are_only_products()
    {
        double[] products = new double[RowCount], result = [.. Enumerable.Repeat(3.0, ColumnCount + 1)];
        int used = 0;
        new CentredRows(Features, Origin, threads: 1).CombineAndCorrelate(All, Changes, products, (_, start, end) => used += end - start, null, result);
        Assert.That(used, Is.EqualTo(RowCount));
        Assert.That(result, Is.All.EqualTo(3.0));
    }

    [Test]
    public void Threads_change_no_bit()
    {
        double[][] results = [.. new int[] { 1, 2, 3 }.Select(threads =>
        {
            double[] products = new double[RowCount], result = new double[ColumnCount + 1];
            new CentredRows(Features, Origin, threads).CombineAndCorrelate(All, Changes, products, (_, _, _) => { }, products, result);
            return (double[])[.. products, .. result];
        })];
        Assert.That(results, Is.All.EqualTo(results[0]));
    }

    private static FeatureMatrix Draw()
    {
        Random random = new(1);
        return FeatureMatrix.Dense([.. Enumerable.Range(0, RowCount * ColumnCount).Select(_ => random.NextSingle() - 0.5f)], RowCount, ColumnCount);
    }
}
