using CsCheck;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Penalties;

public sealed class RidgeTests : PenaltyContract<Ridge>
{
    protected override Gen<Ridge> Values => Strength.Select(l2 => new Ridge(l2));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void L2_must_be_positive_and_finite(double l2) => Assert.That(
        () => new Ridge(l2),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("l2")
            .And.Message.StartsWith($"l2 must be positive and finite, got {l2}."));

    [Test]
    public void Matches_hand_computed_values()
    {
        var g = new Ridge(4);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(g.Value(3), Is.EqualTo(18.0));     // ½ · 4 · 3²
            Assert.That(g.Prox(9, 2), Is.EqualTo(1.0));     // 9 / (1 + 2 · 4)
            Assert.That(g.Conjugate(8), Is.EqualTo(8.0));     // 8² / (2 · 4)
            Assert.That(g.Link(8), Is.EqualTo(2.0));
        }
    }
}
