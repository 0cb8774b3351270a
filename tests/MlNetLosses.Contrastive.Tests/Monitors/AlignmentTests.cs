using CsCheck;
using MlNetLosses.Contrastive.Monitors;
using MlNetLosses.Contrastive.Tests.Losses;

namespace MlNetLosses.Contrastive.Tests.Monitors;

[TestFixture]
public sealed class AlignmentTests
{
    [TestCase(new float[] { 1, 0, 2, 0 }, 0)]
    [TestCase(new float[] { 1, 0, 0, 3 }, 2)]
    [TestCase(new float[] { 1, 0, -5, 0 }, 4)]
    [TestCase(new float[] { 1, 0, 0, 0 }, 1)]
    [TestCase(new float[] { 1, 0, 1, 0, 1, 0, -1, 0 }, 2)]
    public void Hand_computed(float[] embeddings, double expected) =>
        Assert.That(Alignment.Value(embeddings, 2), Is.EqualTo(expected).Within(1e-6));

    [Test]
    public void It_is_the_mean_squared_distance_of_unit_vectors() => Batch.Ordinary.Sample(batch =>
    {
        double sum = 0;
        for (int i = 0; i < batch.Examples; i++)
        {
            double[] a = Naive.Unit(batch.Row(i)), b = Naive.Unit(batch.Row(i + batch.Examples));
            for (int c = 0; c < batch.Dimension; c++) sum += (a[c] - b[c]) * (a[c] - b[c]);
        }

        return Math.Abs(Alignment.Value(batch.Embeddings, batch.Dimension) - sum / batch.Examples) <= 1e-5;
    });

    [Test]
    public void An_odd_number_of_rows_is_refused() =>
        Assert.That(() => Alignment.Value(new float[6], 2), Throws.ArgumentException.With.Message.StartsWith(
            "embeddings must have two rows for each example, i and i + n, got 3 rows."));
}
