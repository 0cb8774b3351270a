using CsCheck;
using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Tests.Losses;

[TestFixture]
public sealed class LargestValuesTests
{
    [Test]
    public void Those_kept_come_first_in_a_stable_descending_sort() =>
        Gen.OneOf(Gen.Float[-1, 1], Gen.Int[-2, 2].Select(k => (float)k), Gen.Const(-0f)).Array[1, 60].SelectMany(values => Gen.Int[1, values.Length], (values, count) => (values, count))
            .Sample(draw =>
            {
                float[] kept = [.. draw.values];
                LargestValues.Keep(draw.count, kept, new float[kept.Length]);
                HashSet<int> largest = [.. Enumerable.Range(0, kept.Length).OrderByDescending(i => draw.values[i]).Take(draw.count)];
                return kept.Select((value, i) => value == (largest.Contains(i) ? draw.values[i] : float.NegativeInfinity)).All(equal => equal);
            });

    [Test]
    public void Values_that_are_not_numbers_do_no_harm()
    {
        float[] values = [1, float.NaN, 3, -float.NaN, 2, float.NaN];
        LargestValues.Keep(3, values, new float[6]);
        Assert.That(values.Count(float.IsNegativeInfinity), Is.EqualTo(3));
    }
}
