using CsCheck;
using MlNetLosses.Data;

namespace MlNetLosses.Tests.Data;

/// <summary>Four rows at a time give what one at a time gives, whatever remains at the end, and wherever the rows are.</summary>
[TestFixture]
public sealed class DensePassesTests
{
    private static readonly Gen<(int Rows, int Columns, int Start, int Seed)> Shapes =
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 40], Gen.Int[0, 8], Gen.Int);

    [Test]
    public void Products_are_those_of_single_rows() => Check((features, start, end, factors, origin, weights) =>
    {
        double[] products = [.. Enumerable.Repeat(7.0, features.RowCount)];
        DensePasses.Multiply(features, start, end, weights, 0.5, origin, products);
        double[] expected = [.. Enumerable.Range(0, features.RowCount).Select(i =>
            i < start || i >= end ? 7 : 0.5 + Centred(features, i, origin).Zip(weights, (x, w) => x * w).Sum())];
        return AreNear(products, expected);
    });

    [Test]
    public void Sums_are_those_of_single_rows() => Check((features, start, end, factors, origin, weights) =>
    {
        double[] target = [.. weights], expected = [.. weights];
        DensePasses.AddTo(features, start, end, factors, origin, target);
        for (int i = start; i < end; i++) features[i].AddTo(expected, factors[i], origin);
        return target.AsSpan().SequenceEqual(expected);
    });

    [Test]
    public void Moments_are_those_of_single_rows() => Check((features, start, end, factors, origin, weights) =>
    {
        double[] sums = [.. weights], squares = [.. weights], expectedSums = [.. weights], expectedSquares = [.. weights];
        DensePasses.AddMomentsTo(features, start, end, factors, origin, sums, squares);
        for (int i = start; i < end; i++)
            DenseKernels.AddMomentsTo(new CentredEntries(features[i].Values, origin), factors[i], expectedSums, expectedSquares);
        return sums.AsSpan().SequenceEqual(expectedSums) && squares.AsSpan().SequenceEqual(expectedSquares);
    });

    private static void Check(Func<FeatureMatrix, int, int, double[], double[], double[], bool> holds) => Shapes.Sample(
        shape =>
        {
            Random random = new(shape.Seed);
            float[] values = [.. Enumerable.Range(0, shape.Rows * shape.Columns).Select(_ => random.Next(-50, 50) / 16f)];
            FeatureMatrix all = FeatureMatrix.Dense(values, shape.Rows, shape.Columns);
            FeatureMatrix some = all.Take([.. Enumerable.Range(0, shape.Rows).Where(i => i % 7 != 3)]);     // runs of six
            double[] factors = [.. Enumerable.Range(0, shape.Rows).Select(_ => random.Next(2) == 0 ? 0 : random.NextDouble() - 0.5)];
            double[] origin = [.. Enumerable.Range(0, shape.Columns).Select(_ => random.NextDouble())];
            double[] weights = [.. Enumerable.Range(0, shape.Columns).Select(_ => random.NextDouble() - 0.5)];
            using TemporaryFeatures file = new(all);
            foreach (FeatureMatrix features in (FeatureMatrix[])[all, some, file.Features])
            {
                int start = Math.Min(shape.Start, features.RowCount);
                if (!holds(features, start, features.RowCount - start / 2, factors, origin, weights)) return false;
            }

            return true;
        },
        iter: 100);

    private static double[] Centred(FeatureMatrix features, int row, double[] origin) =>
        [.. features[row].Values.ToArray().Zip(origin, (value, mean) => value - mean)];

    private static bool AreNear(double[] values, double[] expected) => values.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-10);

    private sealed class TemporaryFeatures : IDisposable
    {
        private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory();
        private readonly FeatureFile file;

        public TemporaryFeatures(FeatureMatrix features) => file = features.ToFile(directory);

        public FeatureMatrix Features => file.Features;

        public void Dispose()
        {
            file.Dispose();
            directory.Delete(recursive: true);
        }
    }
}
