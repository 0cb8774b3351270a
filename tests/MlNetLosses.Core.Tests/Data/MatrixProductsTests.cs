using CsCheck;
using MlNetLosses.Data;

namespace MlNetLosses.Tests.Data;

/// <summary>Products against naive loops, with few and with many rows, one output and several.</summary>
[TestFixture]
public sealed class MatrixProductsTests
{
    private sealed record Draw(FeatureMatrix Features, double[] Weights, double[] Origin, double[] Shares, double[] Dual, int Outputs);

    private static readonly Gen<Draw> Draws =
        from rows in Gen.OneOf(Gen.Int[1, 20], Gen.Const(8_192), Gen.Const(13_001))
        from columns in Gen.Int[1, 5]
        from outputs in Gen.Int[1, 9]
        from seed in Gen.Int
        from isSparse in Gen.Bool
        from centred in Gen.Bool
        select Make(rows, columns, RowTimesMatrix.StrideOf(outputs), new Random(seed), isSparse, centred && !isSparse);

    [Test]
    public void Predict_is_a_dot_product_per_row() => Draws.Sample(
        draw =>
        {
            double[] weights = draw.Weights[..draw.Features.ColumnCount], z = new double[draw.Features.RowCount];
            MatrixProducts.Predict(draw.Features, weights, 0.5, draw.Origin, z, threads: 2);
            return z.Select((value, i) => Math.Abs(value - 0.5 - Enumerable.Range(0, weights.Length).Sum(j => Entry(draw, i, j) * weights[j])) <= 1e-12).All(close => close);
        },
        iter: 30);

    [Test]
    public void Correlate_is_a_weighted_sum_of_rows() => Draws.Sample(
        draw =>
        {
            double[] dual = draw.Dual[..draw.Features.RowCount], v = [.. Enumerable.Repeat(77.0, draw.Features.ColumnCount)];
            MatrixProducts.Correlate(draw.Features, draw.Shares, dual, draw.Origin, v, threads: 2);
            return v.Select((value, j) => Math.Abs(value - Enumerable.Range(0, dual.Length).Sum(i => draw.Shares[i] * dual[i] * Entry(draw, i, j))) <= 1e-12).All(close => close);
        },
        iter: 30);

    [Test]
    public void Predict_of_several_outputs_is_that_of_each() => Draws.Sample(
        draw =>
        {
            int stride = draw.Outputs;
            double[] intercepts = [.. Enumerable.Range(0, stride).Select(k => (double)k)], z = new double[draw.Features.RowCount * stride];
            MatrixProducts.Predict(draw.Features, draw.Weights, intercepts, draw.Origin, z, threads: 2);
            return z.Select((value, at) => Math.Abs(value - at % stride
                - Enumerable.Range(0, draw.Features.ColumnCount).Sum(j => Entry(draw, at / stride, j) * draw.Weights[j * stride + at % stride])) <= 1e-12).All(close => close);
        },
        iter: 20);

    [Test]
    public void Correlate_of_several_outputs_is_that_of_each() => Draws.Sample(
        draw =>
        {
            int stride = draw.Outputs;
            double[] v = [.. Enumerable.Repeat(77.0, draw.Features.ColumnCount * stride)];
            MatrixProducts.Correlate(draw.Features, draw.Shares, draw.Dual, stride, draw.Origin, v, threads: 2);
            return v.Select((value, at) => Math.Abs(value
                - Enumerable.Range(0, draw.Features.RowCount).Sum(i => draw.Shares[i] * draw.Dual[i * stride + at % stride] * Entry(draw, i, at / stride))) <= 1e-12).All(close => close);
        },
        iter: 10);

    [Test]
    public void Threads_do_not_change_a_bit() => Draws.Sample(
        draw =>
        {
            double[][] results = [.. new[] { 1, 2, 3 }.Select(threads =>
            {
                double[] v = new double[draw.Features.ColumnCount];
                MatrixProducts.Correlate(draw.Features, draw.Shares, draw.Dual[..draw.Features.RowCount], draw.Origin, v, threads);
                return v;
            })];
            return results[1].SequenceEqual(results[0]) && results[2].SequenceEqual(results[0]);
        },
        iter: 20);

    [TestCase(1)]
    [TestCase(5)]
    [TestCase(8)]
    [TestCase(9)]
    public void Stride_is_the_least_whole_number_of_vectors(int outputs)
    {
        const int width = 8;
        Assert.That(RowTimesMatrix.StrideOf(outputs), Is.GreaterThanOrEqualTo(outputs).And.LessThan(outputs + width).And.Matches<int>(stride => stride % width == 0));
    }

    private static double Entry(Draw draw, int i, int j)
    {
        Row row = draw.Features[i];
        int at = row.IsSparse ? row.Columns.IndexOf(j) : j;
        return (at < 0 ? 0 : row.Values[at]) - (draw.Origin.Length == 0 ? 0 : draw.Origin[j]);
    }

    private static Draw Make(int rows, int columns, int stride, Random random, bool isSparse, bool centred)
    {
        float[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => isSparse && random.Next(2) == 0 ? 0 : random.NextSingle() - 0.5f)];
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        FeatureMatrix features = isSparse ? Solvers.SmallProblem.ToSparse(values, rows, columns) : FeatureMatrix.Dense(values, rows, columns);
        return new(features, Numbers(columns * stride), centred ? Numbers(columns) : [], [.. Enumerable.Repeat(1.0 / rows, rows)], Numbers(rows * stride), stride);
    }
}
