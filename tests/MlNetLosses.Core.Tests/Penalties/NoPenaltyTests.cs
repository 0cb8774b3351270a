using CsCheck;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Penalties;

public sealed class NoPenaltyTests : PenaltyContract<NoPenalty>
{
    protected override Gen<NoPenalty> Values => Gen.Const(new NoPenalty());

    [Test]
    public void Matches_hand_computed_values()
    {
        var g = new NoPenalty();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(g.Value(3), Is.EqualTo(0.0));
            Assert.That(g.Prox(3, 2), Is.EqualTo(3.0));
            Assert.That(g.DualRadius, Is.EqualTo(0.0));
        }
    }
}
