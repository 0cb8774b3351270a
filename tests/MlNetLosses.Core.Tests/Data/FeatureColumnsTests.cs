using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Tests.Solvers;

namespace MlNetLosses.Tests.Data;

[TestFixture]
public sealed class FeatureColumnsTests
{
    [Test]
    public void Columns_hold_the_numbers_of_the_matrix() => SmallProblem.Any.Sample(drawn =>
    {
        FeatureColumns columns = new(drawn.Matrix);
        return columns.Count == drawn.ColumnCount && columns.RowCount == drawn.RowCount
            && Enumerable.Range(0, drawn.ColumnCount).All(j => Numbers(columns[j], drawn.RowCount).SequenceEqual(ColumnOf(drawn, j)));
    });

    [Test]
    public void Frequent_columns_are_dense_and_rare_ones_are_not()
    {
        float[] numbers = new float[2 * 100];
        for (int i = 0; i < 26; i++) numbers[2 * i] = 1;
        for (int i = 0; i < 25; i++) numbers[2 * i + 1] = 1;
        FeatureColumns columns = new(SmallProblem.ToSparse(numbers, 100, 2));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(columns[0].IsSparse, Is.False);
            Assert.That(columns[1].IsSparse, Is.True);
            Assert.That(columns.MovedTo([1, 0]), Is.SameAs(columns));
            Assert.That(columns.MovedTo([0, 1])[1].IsSparse, Is.False);
        }
    }

    [Test]
    public void Moments_of_columns_are_those_of_rows() => SmallProblem.Any.Sample(drawn =>
    {
        double sum = drawn.ExampleWeights?.Sum() ?? drawn.RowCount;
        double[] shares = [.. Enumerable.Range(0, drawn.RowCount).Select(i => (drawn.ExampleWeights?[i] ?? 1) / sum)];
        FeatureMoments rows = FeatureMoments.Of(drawn.Matrix, shares), columns = FeatureMoments.Of(new FeatureColumns(drawn.Matrix), shares, threads: 2);
        return Enumerable.Range(0, drawn.ColumnCount).All(j => Math.Abs(rows.Means[j] - columns.Means[j]) <= 1e-13
            && Math.Abs(rows.Deviations[j] - columns.Deviations[j]) <= 1e-13 && rows.Deviations[j] == 0 == (columns.Deviations[j] == 0));
    });

    private static float[] ColumnOf(SmallProblem drawn, int j) => [.. Enumerable.Range(0, drawn.RowCount).Select(i => drawn.Features[i * drawn.ColumnCount + j])];

    private static float[] Numbers(Row column, int count)
    {
        float[] numbers = new float[count];
        column.CopyTo(numbers);
        return numbers;
    }
}
