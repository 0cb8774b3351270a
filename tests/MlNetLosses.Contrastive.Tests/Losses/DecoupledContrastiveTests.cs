using CsCheck;
using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Tests.Losses;

[TestFixture]
public sealed class DecoupledContrastiveTests : ContrastiveLossContract<DecoupledContrastive>
{
    protected override Gen<DecoupledContrastive> Losses => Temperatures.Select(temperature => new DecoupledContrastive(temperature));

    protected override IEnumerable<DecoupledContrastive> AtExtremeTemperatures => [new(1e-6), new(1e6)];

    protected override DecoupledContrastive AtTemperature(double temperature) => new(temperature);

    /// <summary>The paper's L_DC: for each view its positive, and both views of all other examples below.</summary>
    protected override double Oracle(DecoupledContrastive loss, double[][] y, int[] labels)
    {
        int n = y.Length / 2;
        double total = 0;
        for (int view = 0; view < 2; view++)
        {
            for (int i = 0; i < n; i++)
            {
                double[] anchor = y[i + view * n], positive = y[i + (1 - view) * n];
                double denominator = 0;
                for (int other = 0; other < n; other++)
                {
                    if (other == i) continue;
                    denominator += Math.Exp(Cosine(anchor, y[other]) / loss.Temperature);
                    denominator += Math.Exp(Cosine(anchor, y[other + n]) / loss.Temperature);
                }

                total -= Math.Log(Math.Exp(Cosine(anchor, positive) / loss.Temperature) / denominator);
            }
        }

        return total / (2 * n);
    }

    [Test]
    public void Equal_embeddings_give_the_logarithm_of_the_negatives([Values(2, 5, 64)] int n)
    {
        float[] embeddings = [.. Enumerable.Repeat(1f, 4 * n)];
        Assert.That(new DecoupledContrastive(0.1).Value(embeddings, 2), Is.EqualTo(Math.Log(2 * n - 2)).Within(1e-5));
    }

    [Test]
    public void Orthogonal_examples_with_equal_views()
    {
        float[] embeddings = [3, 0, 0, 1, 2, 0, 0, 5];
        Assert.That(new DecoupledContrastive(0.5).Value(embeddings, 2), Is.EqualTo(Math.Log(2) - 2).Within(1e-6));
    }

    [Test]
    public void Nt_Xent_is_the_softplus_of_it_where_there_is_one_negative_pair() => Gen.Select(Temperatures, Gen.Float[-1, 1].Array[4]).Sample((temperature, cosines) =>
    {
        double decoupled = new DecoupledContrastive(temperature).Anchor(0, [], [.. cosines], new float[4]);
        double ntXent = new NtXent(temperature).Anchor(0, [], [.. cosines], new float[4]);
        return IsClose(ntXent, Math.Max(decoupled, 0) + Math.Log(1 + Math.Exp(-Math.Abs(decoupled))));
    });

    [Test]
    public void It_says_what_it_is() => Assert.That(new DecoupledContrastive(0.5).ToString(), Is.EqualTo("DecoupledContrastive(temperature: 0.5)"));
}
