using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Tests.Solvers;

namespace MlNetLosses.Tests.Data;

[TestFixture]
public sealed class FeatureMomentsTests
{
    [Test]
    public void Match_the_definition_dense_and_sparse() => SmallProblem.Any.Sample(drawn =>
    {
        double[] shares = Shares(drawn.ExampleWeights, drawn.RowCount);
        FeatureMoments dense = FeatureMoments.Of(FeatureMatrix.Dense(drawn.Features, drawn.RowCount, drawn.ColumnCount), shares);
        FeatureMoments sparse = FeatureMoments.Of(SmallProblem.ToSparse(drawn.Features, drawn.RowCount, drawn.ColumnCount), shares);
        return Enumerable.Range(0, drawn.ColumnCount).All(j =>
        {
            decimal mean = 0, variance = 0;
            for (int i = 0; i < shares.Length; i++) mean += (decimal)shares[i] * (decimal)drawn.Features[i * drawn.ColumnCount + j];
            for (int i = 0; i < shares.Length; i++)
            {
                decimal distance = (decimal)drawn.Features[i * drawn.ColumnCount + j] - mean;
                variance += (decimal)shares[i] * distance * distance;
            }

            double expected = variance < 1e-12m ? 0 : Math.Sqrt((double)variance);
            return Math.Abs(dense.Means[j] - (double)mean) <= 1e-14 && Math.Abs(sparse.Means[j] - (double)mean) <= 1e-14
                && Math.Abs(dense.Deviations[j] - expected) <= 1e-13 && Math.Abs(sparse.Deviations[j] - expected) <= 1e-13
                && dense.Deviations[j] == 0 == (expected == 0) && sparse.Deviations[j] == 0 == (expected == 0);
        });
    });

    [TestCase(7, 0.1f)]
    [TestCase(1_000_000, 0.1f)]
    [TestCase(9_973, 1e30f)]
    [TestCase(9_973, 1e-30f)]
    public void Constant_features_have_a_deviation_of_exactly_zero(int rows, float value)
    {
        float[] column = new float[rows];
        Array.Fill(column, value);
        double[] shares = Shares(null, rows);
        FeatureMoments dense = FeatureMoments.Of(FeatureMatrix.Dense(column, rows, 1), shares);
        FeatureMoments sparse = FeatureMoments.Of(FeatureMatrix.Sparse(column, new int[rows], [.. Enumerable.Range(0, rows + 1)], 1), shares);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(dense.Deviations[0], Is.Zero);
            Assert.That(sparse.Deviations[0], Is.Zero);
            Assert.That(dense.Means[0], Is.EqualTo(value).Within(1e-14 * value));
        }
    }

    [Test]
    public void Features_far_from_zero_keep_their_digits()
    {
        float[] column = [1e7f, 1e7f + 1, 1e7f + 2];
        FeatureMoments moments = FeatureMoments.Of(FeatureMatrix.Dense(column, 3, 1), Shares(null, 3));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moments.Means[0], Is.EqualTo(1e7 + 1).Within(1e-8));
            Assert.That(moments.Deviations[0], Is.EqualTo(Math.Sqrt(2.0 / 3)).Within(1e-9));
        }
    }

    [Test]
    public void Examples_of_weight_zero_do_not_count()
    {
        FeatureMatrix sparse = FeatureMatrix.Sparse([1, 1], [0, 0], [0, 1, 1, 2], 1);
        Assert.That(FeatureMoments.Of(sparse, [0.5, 0, 0.5]).Deviations[0], Is.Zero);
    }

    /// <summary>A few rows tell a guess of the means; here those rows are far from all the others.</summary>
    [Test]
    public void A_wrong_guess_costs_no_digits()
    {
        float[] column = [.. Enumerable.Range(0, 6_400).Select(i => i % 100 == 0 ? 1e6f : i % 2)];
        double[] shares = [.. Enumerable.Range(0, 6_400).Select(i => i % 100 == 0 ? 1e-30 : 1 / 6336.0)];
        FeatureMoments moments = FeatureMoments.Of(FeatureMatrix.Dense(column, 6_400, 1), shares);
        double mean = Enumerable.Range(0, 6_400).Where(i => i % 100 != 0).Average(i => (double)(i % 2));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moments.Means[0], Is.EqualTo(mean).Within(1e-13));
            Assert.That(moments.Deviations[0], Is.EqualTo(Math.Sqrt(mean * (1 - mean))).Within(1e-13));
        }
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    [TestCase(float.NegativeInfinity)]
    public void Dense_features_that_are_not_finite_are_noticed_wherever_they_are(float value)
    {
        foreach (int at in (int[])[0, 1, 9_999, 10_000, 19_999])
        {
            float[] values = [.. Enumerable.Range(0, 20_000).Select(i => i % 7f)];
            values[at] = value;
            double[] shares = Shares([.. Enumerable.Range(0, 10_000).Select(i => i == at / 2 ? 0.0 : 1)], 10_000);
            Assert.That(FeatureMoments.Of(FeatureMatrix.Dense(values, 10_000, 2), shares).AreFinite, Is.False, $"{at}");
        }

        Assert.That(FeatureMoments.Of(FeatureMatrix.Dense([float.MaxValue, -float.MaxValue], 2, 1), [0.5, 0.5]).AreFinite);
    }

    private static double[] Shares(double[]? weights, int count) =>
        weights is null ? [.. Enumerable.Repeat(1.0 / count, count)] : [.. weights.Select(weight => weight / weights.Sum())];
}
