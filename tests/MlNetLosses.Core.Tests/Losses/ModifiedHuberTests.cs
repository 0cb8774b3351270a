using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class ModifiedHuberTests : LossContract<ModifiedHuber>
{
    protected override Gen<ModifiedHuber> Values => Gen.Const(new ModifiedHuber());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new ModifiedHuber();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(-1, 1), Is.EqualTo(4.0).Within(1e-15));
            Assert.That(f.Value(-2, 1), Is.EqualTo(8.0).Within(1e-15));
            Assert.That(f.Value(2, 1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Derivative(0, 1), Is.EqualTo(-2.0).Within(1e-15));
            Assert.That(f.Derivative(-2, 1), Is.EqualTo(-4.0).Within(1e-15));
            Assert.That(f.Conjugate(-2, 1), Is.EqualTo(-1.0).Within(1e-15));
            Assert.That(f.Conjugate(-5, 1), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(-1, 1, -1, 1.5), Is.EqualTo(-1.75).Within(1e-15));     // −(1 + 1 + 1.5) / 2
            Assert.That(f.MaximizeDual(0, -9, 1, 0.5), Is.EqualTo(4.0).Within(1e-15));
        }
    }
}
