using CsCheck;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Penalties;

public sealed class ElasticNetTests : PenaltyContract<ElasticNet>
{
    protected override Gen<ElasticNet> Values => Gen.Select(Gen.OneOf(Gen.Const(0.0), Strength), Strength).Select((l1, l2) => new ElasticNet(l1, l2));

    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void L1_must_be_zero_or_positive_and_finite(double l1) => Assert.That(
        () => new ElasticNet(l1, 1),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("l1")
            .And.Message.StartsWith($"l1 must be zero or positive and finite, got {l1}."));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void L2_must_be_positive_and_finite(double l2) => Assert.That(
        () => new ElasticNet(1, l2),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("l2")
            .And.Message.StartsWith($"l2 must be positive and finite, got {l2}."));

    [Test]
    public void Matches_hand_computed_values()
    {
        var g = new ElasticNet(2, 4);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(g.Value(-3), Is.EqualTo(24.0));     // 2 · 3 + ½ · 4 · 3²
            Assert.That(g.Prox(13, 2), Is.EqualTo(1.0));     // (13 − 2 · 2) / (1 + 2 · 4)
            Assert.That(g.Conjugate(10), Is.EqualTo(8.0));     // (10 − 2)² / (2 · 4)
            Assert.That(g.Link(-10), Is.EqualTo(-2.0));
            Assert.That(g.Link(1), Is.EqualTo(0.0));
        }
    }

    [Test]
    public void Without_l1_it_is_the_ridge() => Gen.Select(Strength, Gen.Double[-10, 10]).Sample((l2, x) =>
        new ElasticNet(0, l2).Prox(x, 0.5) == new Ridge(l2).Prox(x, 0.5) && new ElasticNet(0, l2).Link(x) == new Ridge(l2).Link(x));
}
