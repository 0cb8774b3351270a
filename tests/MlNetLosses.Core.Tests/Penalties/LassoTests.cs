using CsCheck;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Penalties;

public sealed class LassoTests : PenaltyContract<Lasso>
{
    protected override Gen<Lasso> Values => Strength.Select(l1 => new Lasso(l1));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void L1_must_be_positive_and_finite(double l1) => Assert.That(
        () => new Lasso(l1),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("l1")
            .And.Message.StartsWith($"l1 must be positive and finite, got {l1}."));

    [Test]
    public void Matches_hand_computed_values()
    {
        var g = new Lasso(2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(g.Value(-3), Is.EqualTo(6.0));
            Assert.That(g.Prox(-5, 2), Is.EqualTo(-1.0));     // 5 − 2 · 2
            Assert.That(g.Prox(3, 2), Is.EqualTo(0.0));
            Assert.That(g.Conjugate(-2), Is.EqualTo(0.0));
            Assert.That(g.DualRadius, Is.EqualTo(2.0));
        }
    }
}
