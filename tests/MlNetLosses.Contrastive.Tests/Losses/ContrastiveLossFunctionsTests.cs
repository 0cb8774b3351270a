using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Tests.Losses;

/// <summary>What is refused, and in which words.</summary>
[TestFixture]
public sealed class ContrastiveLossFunctionsTests
{
    private static readonly NtXent Loss = new();

    [TestCase(9, 2, "embeddings must be whole rows of 2 values, got 9 values. Check the row's length.")]
    [TestCase(10, 2, "embeddings must have two rows for each example, i and i + n, got 5 rows. Add the missing view.")]
    [TestCase(4, 2, "embeddings must have 4 or more rows, got 2.")]
    [TestCase(0, 2, "embeddings must have 4 or more rows, got 0.")]
    public void Lengths_that_do_not_fit(int length, int dimension, string message)
    {
        Assert.That(() => Loss.Value(new float[length], dimension), Throws.ArgumentException.With.Message.StartsWith(message));
        Assert.That(() => Loss.ValueAndGradient(new float[length], dimension, new float[length]), Throws.ArgumentException.With.Message.StartsWith(message));
    }

    [Test]
    public void A_dimension_below_one([Values(0, -1)] int dimension) =>
        Assert.That(() => Loss.Value(new float[8], dimension), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("dimension"));

    [Test]
    public void A_gradient_of_another_length([Values(0, 7, 9)] int length) =>
        Assert.That(() => Loss.ValueAndGradient(new float[8], 2, new float[length]), Throws.ArgumentException.With.Message.StartsWith(
            $"gradient must be as long as embeddings, 8 values, got {length}."));

    [Test]
    public void Labels_of_another_number([Values(1, 4)] int count) =>
        Assert.That(() => Loss.Value(new float[8], 2, new int[count]), Throws.ArgumentException.With.Message.StartsWith(
            $"labels must have 2 values, got {count}."));

    [Test]
    public void A_label_below_minus_one() =>
        Assert.That(() => Loss.Value(new float[8], 2, [0, -2]), Throws.ArgumentException.With.Message.StartsWith(
            "labels must be 0 or more, or -1 where unknown, got -2 at 1."));

    [Test]
    public void A_value_that_is_not_finite([Values(float.NaN, float.PositiveInfinity)] float value) =>
        Assert.That(() => Loss.Value([1, 2, 3, 4, 5, value, 7, 8], 2), Throws.ArgumentException.With.Message.StartsWith(
            FormattableString.Invariant($"embeddings must be finite, got {value} in row 2 at slot 1. Replace such values first.")));

    [Test]
    public void No_loss() => Assert.That(() => ((IContrastiveLoss)null!).Value(new float[8], 2), Throws.ArgumentNullException);
}
