using CsCheck;
using MlNetLosses.Data;

namespace MlNetLosses.Tests.Data;

[TestFixture]
public sealed class RowPanelTests
{
    private static readonly Gen<(int Rows, int Features, int Stride, int Seed)> Shapes =
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 21], Gen.Int[1, 3].Select(vectors => 8 * vectors), Gen.Int);

    [Test]
    public void Products_and_sums_are_those_of_the_rows([Values] bool isSparse, [Values] bool isCentred, [Values] bool isSingle) => Shapes.Sample((n, p, stride, seed) =>
    {
        Random random = new(seed);
        float[] entries = [.. Enumerable.Range(0, n * p).Select(_ => (float)Normal(random))];
        double[] origin = isCentred ? [.. Enumerable.Range(0, p).Select(_ => Normal(random))] : [];
        double[] scales = [.. Enumerable.Range(0, p).Select(_ => random.NextDouble())];
        FeatureMatrix features = isSparse
            ? FeatureMatrix.Sparse(entries, [.. Enumerable.Range(0, n).SelectMany(_ => Enumerable.Range(0, p))], [.. Enumerable.Range(0, n + 1).Select(i => i * p)], p)
            : FeatureMatrix.Dense(entries, n, p);
        double[] matrix = [.. Enumerable.Range(0, p * stride).Select(_ => Normal(random))], expected = [.. matrix];
        double X(int i, int j) => entries[i * p + j] - (isCentred ? origin[j] : 0);

        RowPanel panel = new(features, origin, stride, isSingle);
        int[] order = [.. Enumerable.Range(0, n)];
        random.Shuffle(order);
        foreach (int[] rows in order.Chunk(panel.Size))
        {
            panel.Load(rows);
            panel.Multiply(matrix);
            for (int r = 0; r < rows.Length; r++)
                for (int k = 0; k < stride; k++)
                    Assert.That(panel.Products(r)[k], Is.EqualTo(Enumerable.Range(0, p).Sum(j => X(rows[r], j) * matrix[j * stride + k])).Within(1e-12));
            for (int r = 1; r < rows.Length; r++)
                Assert.That(panel.Product(0, r, scales), Is.EqualTo(Enumerable.Range(0, p).Sum(j => scales[j] * X(rows[0], j) * X(rows[r], j))).Within(1e-12));
            for (int r = 0; r < rows.Length; r++)
                for (int k = 0; k < stride; k++)
                {
                    double factor = panel.Factors(r)[k] = Normal(random);
                    for (int j = 0; j < p; j++) expected[j * stride + k] += scales[j] * X(rows[r], j) * factor;
                }

            panel.AddOuterTo(matrix, scales);
            Assert.That(matrix, Is.EqualTo(expected).Within(1e-12));
            expected = [.. matrix];
        }
    });

    [Test]
    public void Rows_that_are_not_there_add_nothing()
    {
        RowPanel panel = new(FeatureMatrix.Dense([1, 2, 3, 4, 5, 6], 3, 2), [], stride: 8);
        panel.Load([0, 1, 2]);
        for (int r = 0; r < 3; r++) panel.Factors(r).Fill(1);
        panel.Load([1]);
        panel.Factors(0)[0] = 1;
        double[] matrix = new double[16];
        panel.AddOuterTo(matrix);
        Assert.That(matrix, Is.EqualTo((double[])[3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0]));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
