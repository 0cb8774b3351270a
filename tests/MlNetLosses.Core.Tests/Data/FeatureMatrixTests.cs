using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Tests.Solvers;

namespace MlNetLosses.Tests.Data;

[TestFixture]
public sealed class FeatureMatrixTests
{
    private static readonly Gen<(float[] Values, int Rows, int Columns)> Draws =
        from rows in Gen.Int[0, 12]
        from columns in Gen.Int[0, 12]
        from values in Gen.Int[-2, 2].Select(k => (float)k).Array[rows * columns]
        select (values, rows, columns);

    [Test]
    public void Sparse_holds_the_same_numbers_as_dense() => Draws.Sample((values, rows, columns) =>
    {
        FeatureMatrix sparse = SmallProblem.ToSparse(values, rows, columns);
        return sparse.IsSparse && sparse.RowCount == rows && sparse.ColumnCount == columns
            && sparse.EntryCount == values.Count(x => x != 0) && Numbers(sparse).SequenceEqual(values);
    });

    [Test]
    public void Transpose_swaps_rows_and_columns() => Draws.Sample((values, rows, columns) =>
    {
        float[] expected = [.. Enumerable.Range(0, rows * columns).Select(k => values[k % rows * columns + k / rows])];
        FeatureMatrix dense = FeatureMatrix.Dense(values, rows, columns).Transpose(), sparse = SmallProblem.ToSparse(values, rows, columns).Transpose();
        return (dense.RowCount, dense.ColumnCount, dense.IsSparse) == (columns, rows, false) && Numbers(dense).SequenceEqual(expected)
            && (sparse.RowCount, sparse.ColumnCount, sparse.IsSparse) == (columns, rows, true) && Numbers(sparse).SequenceEqual(expected)
            && Numbers(sparse.Transpose()).SequenceEqual(values);
    });

    [Test]
    public void Storing_a_column_adds_its_zeros_and_changes_no_number() => Gen.Select(Draws, Gen.Int).Sample((draw, seed) =>
    {
        (float[] values, int rows, int columns) = draw;
        var random = new Random(seed);
        bool[] always = [.. Enumerable.Range(0, columns).Select(_ => random.Next(2) == 0)];
        FeatureMatrix stored = SmallProblem.ToSparse(values, rows, columns).Storing(always);
        int expected = values.Where((x, k) => x != 0 || always[k % columns]).Count();
        return stored.IsSparse && stored.EntryCount == expected && Numbers(stored).SequenceEqual(values)
            && Enumerable.Range(0, rows).All(i => stored[i].Columns.ToArray().SequenceEqual(
                Enumerable.Range(0, columns).Where(j => always[j] || values[i * columns + j] != 0)));
    });

    [Test]
    public void Dense_takes_an_array_that_is_longer_and_does_not_copy_it()
    {
        float[] values = [1, 2, 3, 4, 5];
        FeatureMatrix matrix = FeatureMatrix.Dense(values, 2, 2);
        values[3] = 7;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(matrix.EntryCount, Is.EqualTo(4));
            Assert.That(Numbers(matrix), Is.EqualTo([1f, 2, 3, 7]));
        }
    }

    [Test]
    public void Dense_refuses_too_few_values() => Assert.That(
        () => FeatureMatrix.Dense([1, 2, 3], 2, 2),
        Throws.ArgumentException.With.Property("ParamName").EqualTo("values").And.Message.StartsWith("values must hold 2 × 2 numbers, got 3."));

    [Test]
    public void Sizes_are_not_negative()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => FeatureMatrix.Dense([], -1, 2), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("rowCount"));
            Assert.That(() => FeatureMatrix.Dense([], 2, -1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("columnCount"));
            Assert.That(() => FeatureMatrix.Sparse([], [], [0], -1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("columnCount"));
        }
    }

    [Test]
    public void Arrays_are_not_null()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => FeatureMatrix.Dense(null!, 1, 1), Throws.ArgumentNullException);
            Assert.That(() => FeatureMatrix.Sparse(null!, [], [0], 1), Throws.ArgumentNullException);
            Assert.That(() => FeatureMatrix.Sparse([], null!, [0], 1), Throws.ArgumentNullException);
            Assert.That(() => FeatureMatrix.Sparse([], [], null!, 1), Throws.ArgumentNullException);
        }
    }

    [TestCase(new int[0], new[] { 0 }, "rowStarts must begin with 0 and end within values and columns.")]
    [TestCase(new[] { 1, 1 }, new[] { 0 }, "rowStarts must begin with 0 and end within values and columns.")]
    [TestCase(new[] { 0, 2 }, new[] { 0 }, "rowStarts must begin with 0 and end within values and columns.")]
    [TestCase(new[] { 0, 1, 0, 1 }, new[] { 0 }, "rowStarts must not decrease, got 1 then 0 at row 1.")]
    [TestCase(new[] { 0, 0, 2 }, new[] { 2, 1 }, "Columns must increase within a row and stay below 3, got 1 after 2 in row 1.")]
    [TestCase(new[] { 0, 1, 21 }, new[] { 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 17, 19 }, "Columns must increase within a row and stay below 3, got 17 after 18 in row 1.")]
    [TestCase(new[] { 0, 20 }, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 }, "Columns must increase within a row and stay below 3, got 7 after 7 in row 0.")]
    [TestCase(new[] { 0, 2 }, new[] { 1, 1 }, "Columns must increase within a row and stay below 3, got 1 after 1 in row 0.")]
    [TestCase(new[] { 0, 1 }, new[] { 3 }, "Columns must increase within a row and stay below 3, got 3 after -1 in row 0.")]
    [TestCase(new[] { 0, 1 }, new[] { -1 }, "Columns must increase within a row and stay below 3, got -1 after -1 in row 0.")]
    public void Sparse_refuses_arrays_that_are_no_matrix(int[] rowStarts, int[] columns, string message) => Assert.That(
        () => FeatureMatrix.Sparse(new float[columns.Length], columns, rowStarts, 3), Throws.ArgumentException.With.Message.StartsWith(message));

    [TestCase(50_000, 100, 4)]
    [TestCase(100_000, 50, 2)]
    [TestCase(25_000, 200, 2)]
    [TestCase(6_000, 784, 1)]
    [TestCase(200_000, 25, 1)]
    [TestCase(1_000, 100, 1)]
    [TestCase(0, 100, 1)]
    [TestCase(10, 0, 1)]
    public void Only_short_rows_of_large_matrices_are_visited_with_neighbours(int rows, int columns, int neighbours) => Assert.That(
        FeatureMatrix.Dense(new float[rows * columns], rows, columns).NeighboursAtOnce, Is.EqualTo(neighbours));

    private static float[] Numbers(FeatureMatrix matrix)
    {
        float[] numbers = new float[matrix.RowCount * matrix.ColumnCount];
        for (int i = 0; i < matrix.RowCount; i++)
        {
            Row row = matrix[i];
            for (int k = 0; k < row.Values.Length; k++) numbers[i * matrix.ColumnCount + (row.IsSparse ? row.Columns[k] : k)] = row.Values[k];
        }

        return numbers;
    }
}
