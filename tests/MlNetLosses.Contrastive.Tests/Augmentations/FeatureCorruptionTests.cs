using System.Globalization;
using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

[TestFixture]
public sealed class FeatureCorruptionTests
{
    /// <summary>Fractions of a whole number of features, whose product may be a little less than that number, and fractions between them.</summary>
    [Test]
    public void Exactly_the_stated_fraction_is_replaced_not_its_complement() => Gen.Select(Gen.Int[1, 60], Gen.Double[0, 1], Gen.OneOf(Gen.Const(0.0), Gen.Double[0.01, 0.99]), Gen.ULong).Sample((features, part, rest, seed) =>
    {
        int expected = (int)(part * features);
        double fraction = Math.Min(1, (expected + rest) / features);
        return Replaced(new FeatureCorruption(fraction), features, view: 1, seed).Count(r => r) == expected;
    });

    [TestCase(0.29, 100, 29)]
    [TestCase(0.3, 10, 3)]
    [TestCase(0.3, 16, 4)]
    [TestCase(0.6, 5, 3)]
    [TestCase(0, 7, 0)]
    [TestCase(1, 7, 7)]
    public void The_number_of_replaced_features_is_rounded_down(double fraction, int features, int expected) =>
        Assert.That(Replaced(new FeatureCorruption(fraction), features, view: 1, seed: 3).Count(r => r), Is.EqualTo(expected));

    [Test]
    public void The_first_view_is_the_row_itself_unless_both_are_corrupted()
    {
        Assert.That(Replaced(new FeatureCorruption(0.6), 10, view: 0, seed: 1), Is.All.False);
        Assert.That(Replaced(new FeatureCorruption(0.6, bothViews: true), 10, view: 0, seed: 1).Count(r => r), Is.EqualTo(6));
    }

    [Test]
    public void Every_feature_and_every_pair_of_features_is_equally_likely()
    {
        const int Draws = 20_000;
        int[,] together = new int[5, 5];
        for (ulong seed = 0; seed < Draws; seed++)
        {
            bool[] replaced = Replaced(new FeatureCorruption(0.4), 5, view: 1, seed);
            for (int j = 0; j < 5; j++)
                for (int k = 0; k < 5; k++)
                    if (replaced[j] && replaced[k]) together[j, k]++;
        }

        for (int j = 0; j < 5; j++)
            for (int k = 0; k < 5; k++)
                Assert.That(together[j, k] / (double)Draws, Is.EqualTo(j == k ? 0.4 : 0.1).Within(0.015));     // 2 of 5; 1 of the 10 pairs
    }

    [Test]
    public void Values_come_from_the_same_feature_of_uniformly_drawn_rows()
    {
        // The value tells row and feature: 10 · row + feature.
        float[][] data = [.. Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, 3).Select(j => 10f * i + j).ToArray())];
        int[,] counts = new int[4, 3];
        int fromOneRow = 0;
        for (ulong seed = 0; seed < 20_000; seed++)
        {
            float[] row = [-1, -1, -1];
            SplitMix64 random = SplitMix64.For(seed, 0, 0, 1);
            new FeatureCorruption(1).Apply(row, 1, data, ref random);
            for (int j = 0; j < 3; j++)
            {
                Assert.That(row[j] % 10, Is.EqualTo(j));
                counts[(int)row[j] / 10, j]++;
            }

            if ((int)row[0] / 10 == (int)row[1] / 10) fromOneRow++;
        }

        foreach (int count in counts) Assert.That(count / 20_000.0, Is.EqualTo(0.25).Within(0.015));
        Assert.That(fromOneRow / 20_000.0, Is.EqualTo(0.25).Within(0.015));                                     // each feature draws its own row
    }

    [Test]
    public void Bad_fractions_are_refused([Values(-0.1, 1.1, double.NaN)] double fraction) =>
        Assert.That(() => new FeatureCorruption(fraction), Throws.InstanceOf<ArgumentOutOfRangeException>()
            .With.Message.StartsWith($"fraction must lie between 0 and 1, got {fraction.ToString(CultureInfo.InvariantCulture)}. "));

    [Test]
    public void Text_says_the_parameters() =>
        Assert.That(new FeatureCorruption(0.25).ToString(), Is.EqualTo("FeatureCorruption(fraction: 0.25, bothViews: False)"));

    private static bool[] Replaced(FeatureCorruption corruption, int features, int view, ulong seed)
    {
        float[] row = new float[features];
        float[][] data = [[.. Enumerable.Repeat(1f, features)], [.. Enumerable.Repeat(2f, features)]];
        SplitMix64 random = SplitMix64.For(seed, 0, 0, (ulong)view);
        corruption.Apply(row, view, data, ref random);
        return [.. row.Select(v => v != 0)];
    }
}
