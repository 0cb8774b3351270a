using CsCheck;
using MlNetLosses.Data;

namespace MlNetLosses.Tests.Data;

[TestFixture]
public sealed class RowGramTests
{
    private static readonly Gen<(int Rows, int Columns, bool IsCentred, bool HasTarget, int Seed)> Shapes =
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 40], Gen.Bool, Gen.Bool, Gen.Int);

    [Test]
    public void Is_the_sum_over_the_rows() => Shapes.Sample(
        shape =>
        {
            (FeatureMatrix features, double[] origin, double[] target, double[] factors) = Draw(shape.Rows, shape.Columns, shape.Seed);
            if (!shape.IsCentred) origin = [];
            RowGram rows = new(features, origin, shape.HasTarget ? target : null, threads: 1);
            double[] matrix = new double[rows.Stride * rows.Stride];
            rows.Add(factors, matrix);
            double[][] x = [.. Enumerable.Range(0, shape.Rows).Select(i => (double[])
                [.. features[i].Values.ToArray().Select((value, j) => shape.IsCentred ? value - origin[j] : value), 1, .. shape.HasTarget ? [target[i]] : (double[])[]])];
            return rows.Size == x[0].Length && Enumerable.Range(0, rows.Size).All(r => Enumerable.Range(0, rows.Size).All(c =>
                Math.Abs(matrix[r * rows.Stride + c] - x.Select((row, i) => factors[i] * row[r] * row[c]).Sum()) <= 1e-9 * shape.Rows));
        },
        iter: 100);

    [Test]
    public void Adding_changes_gives_the_sum_of_the_new_factors() => Shapes.Sample(
        shape =>
        {
            (FeatureMatrix features, double[] origin, double[] target, double[] factors) = Draw(shape.Rows, shape.Columns, shape.Seed);
            RowGram rows = new(features, origin, target, threads: 1);
            double[] twice = new double[rows.Stride * rows.Stride], once = new double[twice.Length];
            rows.Add(factors, twice);
            rows.Add([.. factors.Select((factor, i) => i % 3 == 0 ? -0.5 * factor : 0)], twice);
            rows.Add([.. factors.Select((factor, i) => i % 3 == 0 ? 0.5 * factor : factor)], once);
            return twice.Zip(once).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * shape.Rows);
        },
        iter: 50);

    [Test]
    public void Number_of_threads_does_not_change_a_bit()
    {
        (FeatureMatrix features, double[] origin, double[] target, double[] factors) = Draw(20_000, 7, seed: 1);
        double[][] sums = [.. new int[] { 1, 2, 3 }.Select(threads =>
        {
            RowGram rows = new(features, origin, target, threads);
            double[] matrix = new double[rows.Stride * rows.Stride];
            rows.Add(factors, matrix);
            return matrix;
        })];
        Assert.That(sums, Is.All.EqualTo(sums[0]));
    }

    private static (FeatureMatrix Features, double[] Origin, double[] Target, double[] Factors) Draw(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return (
            FeatureMatrix.Dense([.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(-50, 50) / 16f)], rows, columns),
            [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble())], [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())],
            [.. Enumerable.Range(0, rows).Select(_ => random.Next(3) == 0 ? 0 : random.NextDouble())]);
    }
}
