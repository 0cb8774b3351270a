using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class SquaredHingeTests : LossContract<SquaredHinge>
{
    protected override Gen<SquaredHinge> Values => Gen.Const(new SquaredHinge());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new SquaredHinge();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(-1, 1), Is.EqualTo(4.0).Within(1e-15));
            Assert.That(f.Value(2, 1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Derivative(-1, 1), Is.EqualTo(-4.0).Within(1e-15));
            Assert.That(f.Conjugate(-2, 1), Is.EqualTo(-1.0).Within(1e-15));     // −2 + ¼ · 4
            Assert.That(f.Conjugate(0.5, 1), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(-1, 1, -1, 1.5), Is.EqualTo(-1.75).Within(1e-15));     // −(1 + 1 + 1.5) / 2
        }
    }
}
