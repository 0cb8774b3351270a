using CsCheck;
using MlNetLosses.Data;

namespace MlNetLosses.Tests.Data;

/// <summary>Rows against naive loops, at every length around the width of a vector, where a last block can go wrong.</summary>
[TestFixture]
public sealed class RowTests
{
    private static readonly Gen<(float[] Values, double[] Weights, double[] Origin)> Draws =
        from length in Gen.Int[0, 40]
        from values in Gen.Float[-10, 10].Array[length]
        from weights in Gen.Double[-10, 10].Array[length]
        from origin in Gen.Double[-10, 10].Array[length]
        select (values, weights, origin);

    [Test]
    public void Dot_is_the_sum_of_products() => Draws.Sample((x, w, m) =>
    {
        double plain = 0, centred = 0, size = 1;
        for (int j = 0; j < x.Length; j++)
        {
            plain += (double)x[j] * w[j];
            centred += (x[j] - m[j]) * w[j];
            size += 20 * Math.Abs(w[j]);
        }

        return AreClose(Dense(x).Dot(w), plain, size) && AreClose(Dense(x).Dot(w, m), centred, size)
            && AreClose(Sparse(x).Dot(w), plain, size) && AreClose(Stored(x).Dot(w, m), centred, size);
    });

    [Test]
    public void AddTo_adds_the_scaled_row() => Gen.Select(Draws, Gen.Double[-10, 10]).Sample((draw, scale) =>
    {
        (float[] x, double[] start, double[] m) = draw;
        double[] dense = [.. start], centred = [.. start], sparse = [.. start], stored = [.. start];
        Dense(x).AddTo(dense, scale);
        Dense(x).AddTo(centred, scale, m);
        Sparse(x).AddTo(sparse, scale);
        Stored(x).AddTo(stored, scale, m);
        return Enumerable.Range(0, x.Length).All(j =>
            AreClose(dense[j], start[j] + scale * x[j], 200) && AreClose(sparse[j], dense[j], 200) && AreClose(centred[j], start[j] + scale * (x[j] - m[j]), 400) && AreClose(stored[j], centred[j], 400));
    });

    [Test]
    public void AddTo_with_factors_scales_every_column() => Gen.Select(Draws, Gen.Double[-10, 10]).Sample((draw, scale) =>
    {
        (float[] x, double[] factors, double[] m) = draw;
        double[] dense = new double[x.Length], centred = new double[x.Length], sparse = new double[x.Length], stored = new double[x.Length];
        Dense(x).AddTo(dense, scale, factors, []);
        Dense(x).AddTo(centred, scale, factors, m);
        Sparse(x).AddTo(sparse, scale, factors, []);
        Stored(x).AddTo(stored, scale, factors, m);
        return Enumerable.Range(0, x.Length).All(j =>
            AreClose(dense[j], scale * factors[j] * x[j], 2000) && AreClose(sparse[j], dense[j], 2000)
            && AreClose(centred[j], scale * factors[j] * (x[j] - m[j]), 4000) && AreClose(stored[j], centred[j], 4000));
    });

    [Test]
    public void A_longer_target_is_left_alone_beyond_the_row()
    {
        double[] target = [.. Enumerable.Repeat(7.0, 20)];
        Dense([.. Enumerable.Repeat(1f, 17)]).AddTo(target, 1);
        Assert.That(target, Is.EqualTo([.. Enumerable.Repeat(8.0, 17), 7, 7, 7]));
    }

    [Test]
    public void Fetching_another_row_changes_no_product() =>
        Gen.Select(Gen.Float[-3, 3].Array[0, 100], Gen.Float[-3, 3].Array[0, 100]).Sample((x, other) =>
        {
            double[] w = [.. x.Select((_, j) => j - 20.5)], m = [.. x.Select((_, j) => 0.25 * j)];
            double plain = x.Select((value, j) => value * w[j]).Sum(), centred = x.Select((value, j) => (value - m[j]) * w[j]).Sum(), size = 1e5;
            Row soon = Dense(other);
            return AreClose(Dense(x).Dot(w, [], soon), plain, size) && AreClose(Dense(x).Dot(w, m, soon), centred, size)
                && AreClose(Stored(x).Dot(w, [], Stored(other)), plain, size) && AreClose(Stored(x).Dot(w, m, Stored(other)), centred, size)
                && AreClose(Stored(x).Dot(w, [], default), plain, size);
        });

    [Test]
    public void Weights_must_be_as_many_as_features() => Assert.That(() => Dense([1, 2, 3]).Dot([1, 2]), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Sums_are_in_double_precision()
    {
        float[] x = [.. Enumerable.Repeat(0.1f, 1_000)];
        Assert.That(Dense(x).Dot([.. Enumerable.Repeat(1.0, 1_000)]), Is.EqualTo(1_000 * (double)0.1f).Within(1e-11));
    }

    private static Row Dense(float[] x) => FeatureMatrix.Dense(x, 1, x.Length)[0];

    /// <summary>Every column stored, as a sparse row with an origin must.</summary>
    private static Row Stored(float[] x) => FeatureMatrix.Sparse(x, [.. Enumerable.Range(0, x.Length)], [0, x.Length], x.Length)[0];

    private static Row Sparse(float[] x)
    {
        int[] columns = [.. Enumerable.Range(0, x.Length).Where(j => x[j] != 0)];
        return FeatureMatrix.Sparse([.. columns.Select(j => x[j])], columns, [0, columns.Length], x.Length)[0];
    }

    private static bool AreClose(double a, double b, double size) => Math.Abs(a - b) <= 1e-14 * size;
}
