using CsCheck;
using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Tests.Losses;

[TestFixture]
public sealed class NtXentTests : ContrastiveLossContract<NtXent>
{
    protected override Gen<NtXent> Losses => Gen.Select(Temperatures, Gen.Int[0, 24]).Select((temperature, kept) =>
        new NtXent(temperature, kept == 0 ? null : kept));

    protected override IEnumerable<NtXent> AtExtremeTemperatures => [new(1e-6), new(1e6), new(1e-6, 1), new(1e6, 3)];

    protected override NtXent AtTemperature(double temperature) => new(temperature, negativesPerAnchor: 7);

    /// <summary>Algorithm 1 of SimCLR, with the negatives sorted and cut where only some are kept.</summary>
    protected override double Oracle(NtXent loss, double[][] y, int[] labels)
    {
        double total = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double positive = Math.Exp(Cosine(y[i], y[Positive(y, i)]) / loss.Temperature), denominator = positive;
            foreach (double cosine in Negatives(y, i).Take(loss.NegativesPerAnchor ?? int.MaxValue)) denominator += Math.Exp(cosine / loss.Temperature);
            total -= Math.Log(positive / denominator);
        }

        return total / y.Length;
    }

    /// <summary>The last negative that is kept must not change places with the first that is not.</summary>
    protected override bool IsSmoothAt(NtXent loss, double[][] y, double margin) =>
        loss.NegativesPerAnchor is not int kept
        || kept >= y.Length - 2
        || Enumerable.Range(0, y.Length).Select(i => Negatives(y, i)).All(cosines => cosines[kept - 1] - cosines[kept] > margin);

    private static int Positive(double[][] y, int anchor) => (anchor + y.Length / 2) % y.Length;

    /// <summary>Cosines with the negatives, greatest first.</summary>
    private static double[] Negatives(double[][] y, int anchor) =>
        [.. Enumerable.Range(0, y.Length).Where(k => k != anchor && k != Positive(y, anchor)).Select(k => Cosine(y[anchor], y[k])).OrderDescending()];

    [Test]
    public void Equal_embeddings_give_the_logarithm_of_the_other_views([Values(2, 5, 64)] int n, [Values(1e-6, 0.2, 1e6)] double temperature)
    {
        float[] embeddings = [.. Enumerable.Range(0, 2 * n).SelectMany(_ => new float[] { 1, -2, 3 })];
        Assert.That(new NtXent(temperature).Value(embeddings, 3), Is.EqualTo(Math.Log(2 * n - 1)).Within(1e-6));
    }

    [Test]
    public void Equal_embeddings_with_k_negatives_give_the_logarithm_of_k_and_one([Values(1, 3, 6)] int k)
    {
        float[] embeddings = [.. Enumerable.Repeat(1f, 8)];
        Assert.That(new NtXent(0.5, k).Value(embeddings, 1), Is.EqualTo(Math.Log(k + 1)).Within(1e-6));
    }

    [Test]
    public void Orthogonal_examples_with_equal_views()
    {
        // Cosine 1 with the positive, 0 with the two negatives.
        float[] embeddings = [3, 0, 0, 1, 2, 0, 0, 5];
        Assert.That(new NtXent(0.5).Value(embeddings, 2), Is.EqualTo(Math.Log(1 + 2 * Math.Exp(-2))).Within(1e-6));
    }

    [Test]
    public void Opposite_views_at_a_low_temperature_cost_the_whole_difference()
    {
        // Anchor (1, 0): its positive is at −1, the view of the other example at 1.
        float[] embeddings = [1, 0, 1, 0, -1, 0, -1, 0];
        Assert.That(new NtXent(0.01).Value(embeddings, 2), Is.EqualTo(200).Within(1e-4));
    }

    [Test]
    public void As_many_kept_negatives_as_there_are_is_all() => Gen.Select(Temperatures, Batch.Ordinary, Gen.Int[0, 3]).Sample((temperature, batch, more) =>
    {
        (double all, float[] allGradient) = Evaluate(new(temperature), batch);
        (double kept, float[] keptGradient) = Evaluate(new(temperature, batch.Rows - 2 + more), batch);
        return all == kept && allGradient.AsSpan().SequenceEqual(keptGradient);
    });

    [Test]
    public void Of_equally_similar_negatives_the_first_are_kept()
    {
        float[] cosines = [1, 0.5f, 0.5f, 0.9f, 0.5f, 0.5f];      // anchor 0, positive 3
        new NtXent(1, negativesPerAnchor: 2).Anchor(0, [], cosines, new float[6]);
        double half = Math.Exp(0.5), sum = Math.Exp(0.9f) + 2 * half;
        Assert.That(cosines, Is.EqualTo([0, half / sum, half / sum, Math.Exp(0.9f) / sum - 1, 0, 0]).Within(1e-6));
    }

    [Test]
    public void Fewer_than_one_negative_is_refused([Values(0, -3)] int k) =>
        Assert.That(() => new NtXent(0.2, k), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(
            $"negativesPerAnchor must be at least 1, got {k}. Leave it null to keep all negatives."));

    [Test]
    public void It_says_what_it_is()
    {
        Assert.That(new NtXent(0.5, 3).ToString(), Is.EqualTo("NtXent(temperature: 0.5, negativesPerAnchor: 3)"));
        Assert.That(new NtXent(0.5).ToString(), Is.EqualTo("NtXent(temperature: 0.5)"));
    }
}
