using CsCheck;
using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Tests.Losses;

[TestFixture]
public sealed class SupervisedContrastiveTests : ContrastiveLossContract<SupervisedContrastive>
{
    protected override Gen<SupervisedContrastive> Losses => Temperatures.Select(temperature => new SupervisedContrastive(temperature));

    protected override IEnumerable<SupervisedContrastive> AtExtremeTemperatures => [new(1e-6), new(1e6)];

    protected override SupervisedContrastive AtTemperature(double temperature) => new(temperature);

    /// <summary>The paper's equation 2; A(i) all views but i, P(i) those of A(i) with i's label. An unknown label is a label of its own.</summary>
    protected override double Oracle(SupervisedContrastive loss, double[][] y, int[] labels)
    {
        int n = y.Length / 2;
        int[] known = [.. Enumerable.Range(0, 2 * n).Select(i => labels[i % n] >= 0 ? labels[i % n] : 1000 + i % n)];
        double total = 0;
        for (int i = 0; i < 2 * n; i++)
        {
            double denominator = 0, logarithms = 0;
            int positives = 0;
            for (int a = 0; a < 2 * n; a++)
                if (a != i) denominator += Math.Exp(Cosine(y[i], y[a]) / loss.Temperature);
            for (int p = 0; p < 2 * n; p++)
            {
                if (p == i || known[p] != known[i]) continue;
                logarithms += Math.Log(Math.Exp(Cosine(y[i], y[p]) / loss.Temperature) / denominator);
                positives++;
            }

            total -= logarithms / positives;
        }

        return total / (2 * n);
    }

    [Test]
    public void Without_labels_it_is_Nt_Xent() => Gen.Select(Temperatures, Batch.Ordinary, Gen.Bool).Sample((temperature, batch, unknown) =>
    {
        Batch unlabelled = batch with { Labels = unknown ? [.. Enumerable.Repeat(-1, batch.Examples)] : [] };
        float[] expected = new float[batch.Embeddings.Length];
        double value = new NtXent(temperature).ValueAndGradient(batch.Embeddings, batch.Dimension, expected);
        (double supervised, float[] gradient) = Evaluate(new(temperature), unlabelled);
        return IsClose(supervised, value) && gradient.Zip(expected, (g, e) => IsClose(g, e)).All(close => close);
    });

    [Test]
    public void One_class_at_equal_embeddings_is_at_its_least() => Batch.Ordinary.Sample(batch =>
    {
        SupervisedContrastive loss = new(0.2);
        int[] oneClass = new int[batch.Examples];
        float[] equal = [.. Enumerable.Repeat(1f, batch.Embeddings.Length)];
        double least = Math.Log(batch.Rows - 1);
        return IsClose(loss.Value(equal, batch.Dimension, oneClass), least)
            && loss.Value(batch.Embeddings, batch.Dimension, oneClass) >= least - 1e-5;
    });

    [Test]
    public void Orthogonal_classes_with_equal_views()
    {
        // Examples 0 and 1 are of one class and equal, example 2 is orthogonal: an anchor of the class has 3 positives at 1 and 2 others at 0.
        float[] embeddings = [1, 0, 2, 0, 0, 1, 3, 0, 1, 0, 0, 4];
        double e = Math.E, pair = Math.Log(3 * e + 2) - 1, alone = Math.Log(e + 4) - 1;
        Assert.That(new SupervisedContrastive(1).Value(embeddings, 2, [7, 7, 3]), Is.EqualTo((4 * pair + 2 * alone) / 6).Within(1e-6));
    }

    [Test]
    public void It_says_what_it_is() => Assert.That(new SupervisedContrastive(0.5).ToString(), Is.EqualTo("SupervisedContrastive(temperature: 0.5)"));
}
