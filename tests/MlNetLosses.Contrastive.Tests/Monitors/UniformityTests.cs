using CsCheck;
using MlNetLosses.Contrastive.Monitors;
using MlNetLosses.Contrastive.Tests.Losses;

namespace MlNetLosses.Contrastive.Tests.Monitors;

[TestFixture]
public sealed class UniformityTests
{
    [TestCase(new float[] { 1, 0, 2, 0, 3, 0 }, 0)]
    [TestCase(new float[] { 1, 0, -1, 0 }, -8)]
    [TestCase(new float[] { 1, 0, 0, 1 }, -4)]
    public void Hand_computed(float[] embeddings, double expected) =>
        Assert.That(Uniformity.Value(embeddings, 2), Is.EqualTo(expected).Within(1e-5));

    [Test]
    public void It_is_the_log_of_the_mean_over_distinct_pairs() => Batch.Ordinary.Sample(batch =>
    {
        double sum = 0;
        for (int i = 0; i < batch.Rows; i++)
        {
            for (int k = 0; k < batch.Rows; k++)
            {
                if (i == k) continue;
                double distance = Naive.Unit(batch.Row(i)).Zip(Naive.Unit(batch.Row(k)), (a, b) => (a - b) * (a - b)).Sum();
                sum += Math.Exp(-2 * distance);
            }
        }

        double expected = Math.Log(sum / (batch.Rows * (batch.Rows - 1)));
        return Math.Abs(Uniformity.Value(batch.Embeddings, batch.Dimension) - expected) <= 1e-4;
    });

    [Test]
    public void One_row_is_refused() =>
        Assert.That(() => Uniformity.Value(new float[2], 2), Throws.ArgumentException.With.Message.StartsWith("embeddings must have 2 or more rows, got 1."));
}
