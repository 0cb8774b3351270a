using MlNetLosses.Data;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
internal sealed class RowModelTests
{
    private const int RowCount = 200;
    private const int ColumnCount = 3;

    /// <summary>Few rows that changed are added, many are summed anew: the minimum is that of a model which knows the last curvatures only.</summary>
    [TestCase(100, 100, TestName = "Other_rows_than_before")]
    [TestCase(10, 190, TestName = "Many_more_rows")]
    [TestCase(190, 10, TestName = "Many_fewer_rows")]
    [TestCase(200, 199, TestName = "All_rows_but_one")]
    public void Minimum_does_not_depend_on_the_curvatures_before(int before, int after)
    {
        Random random = new(1);
        FeatureMatrix features = FeatureMatrix.Dense([.. Enumerable.Range(0, RowCount * ColumnCount).Select(_ => (float)(2 * random.NextDouble() - 1))], RowCount, ColumnCount);
        double[] first = [.. Enumerable.Range(0, RowCount).Select(i => i < before ? 1.0 + i % 2 : 0)];
        double[] last = [.. Enumerable.Range(0, RowCount).Select(i => i >= RowCount - after ? 2.0 - i % 2 : 0)];
        RowModel used = Create(features), fresh = Create(features);
        used.Change(first);
        used.Change(last);
        fresh.Change(last);
        Assert.That(Minimum(used), Is.EqualTo(Minimum(fresh)).Within(1e-12));
    }

    private static RowModel Create(FeatureMatrix features) => new(new RowGram(features, [], null, threads: 1), ColumnCount, reference: 1);

    private static double[] Minimum(RowModel model)
    {
        double[] values = new double[ColumnCount], ones = [1, 1, 1];
        SeparablePenalty<Ridge> penalty = new(new Ridge(0.1), ones, ones, null, null);
        model.Minimize(penalty, new ArraySegment<int>([0, 1, 2]), values, [], 0, [1, -2, 3, 0], accuracy: 1e-14, isExact: true);
        return values;
    }
}
