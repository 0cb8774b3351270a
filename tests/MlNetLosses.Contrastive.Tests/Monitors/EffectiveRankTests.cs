using CsCheck;
using MlNetLosses.Contrastive.Monitors;
using MlNetLosses.Contrastive.Tests.Losses;

namespace MlNetLosses.Contrastive.Tests.Monitors;

[TestFixture]
public sealed class EffectiveRankTests
{
    [Test]
    public void Equal_directions_count_whole([Values(1, 3, 8)] int d)
    {
        // ± each axis: mean 0, d equal singular values. A column more that never changes adds nothing.
        List<float> features = [];
        for (int c = 0; c < d; c++)
        {
            foreach (float sign in (float[])[1, -1])
                features.AddRange(Enumerable.Range(0, d + 1).Select(k => k == c ? sign : k == d ? 1000f : 0f));
        }

        Assert.That(EffectiveRank.Value([.. features], d + 1), Is.EqualTo(d).Within(1e-9));
    }

    [Test]
    public void Two_unequal_directions_by_hand()
    {
        // Singular values 3√2 and √2: shares 3/4 and 1/4.
        double expected = Math.Exp(-0.75 * Math.Log(0.75) - 0.25 * Math.Log(0.25));
        Assert.That(EffectiveRank.Value([3, 0, -3, 0, 0, 1, 0, -1], 2), Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Equal_rows_have_none([Values(0f, 0.1f, 1e30f)] float value) =>
        Assert.That(EffectiveRank.Value([.. Enumerable.Repeat(value, 30)], 3), Is.Zero);

    [Test]
    public void Rounding_of_equal_rows_is_no_direction() =>
        Assert.That(EffectiveRank.Value([1, 2, 3, 1, MathF.BitIncrement(2), 3, MathF.BitDecrement(1), 2, 3], 3), Is.Zero);

    [Test]
    public void Rows_in_a_plane_have_at_most_two() => Gen.Float[-1, 1].Array[30].Sample(at =>
    {
        float[] features = [.. at.Chunk(2).SelectMany(p => new[] { p[0], p[1], p[0] + p[1], p[0] - 2 * p[1], 5 })];
        return EffectiveRank.Value(features, 5) is >= 0 and <= 2.001;
    });

    [Test]
    public void Shift_scale_order_and_rotation_do_not_matter() => Gen.Select(Batch.Ordinary, Gen.Int[-30, 30], Gen.Double[0, 6]).Sample((batch, power, angle) =>
    {
        double rank = EffectiveRank.Value(batch.Embeddings, batch.Dimension);
        float[] moved = [.. Enumerable.Range(0, batch.Rows).Reverse().SelectMany(i =>
        {
            float[] row = batch.Row(i);
            if (batch.Dimension > 1)
            {
                (double sin, double cos) = Math.SinCos(angle);
                (row[0], row[1]) = ((float)(cos * row[0] - sin * row[1]), (float)(sin * row[0] + cos * row[1]));
            }

            return row.Select(y => MathF.ScaleB(y + 1, power));
        })];
        return rank >= 1 && rank <= Math.Min(batch.Rows - 1, batch.Dimension) + 1e-9 && Math.Abs(EffectiveRank.Value(moved, batch.Dimension) - rank) <= 1e-4;
    });

    [Test]
    public void Eigenvalues_have_the_traces_of_the_powers() => Gen.Double[-1, 1].Array[1, 100].Sample(values =>
    {
        int n = (int)Math.Sqrt(values.Length);
        double[,] matrix = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int k = 0; k < n; k++) matrix[i, k] = values[Math.Max(i, k) * n + Math.Min(i, k)];
        double[,] power = new double[n, n];
        for (int i = 0; i < n; i++) power[i, i] = 1;
        double[] eigenvalues = SymmetricEigenvalues.Of((double[,])matrix.Clone());
        for (int exponent = 1; exponent <= n; exponent++)
        {
            double[,] next = new double[n, n];
            double trace = 0;
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k < n; k++)
                    for (int j = 0; j < n; j++) next[i, k] += power[i, j] * matrix[j, k];
                trace += next[i, i];
            }

            power = next;
            if (Math.Abs(eigenvalues.Sum(e => Math.Pow(e, exponent)) - trace) > 1e-12 * Math.Pow(n, exponent)) return false;
        }

        return true;
    });
}
