using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class AbsoluteTests : LossContract<Absolute>
{
    protected override Gen<Absolute> Values => Gen.Const(new Absolute());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new Absolute();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(1, 4), Is.EqualTo(3.0).Within(1e-15));
            Assert.That(f.Derivative(1, 4), Is.EqualTo(-1.0).Within(1e-15));
            Assert.That(f.Derivative(4, 4), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Conjugate(0.5, 4), Is.EqualTo(2.0).Within(1e-15));
            Assert.That(f.Conjugate(-1.5, 4), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(0.25, 1, 2, 4), Is.EqualTo(0.5).Within(1e-15));     // 0.25 + 1 / 4
            Assert.That(f.MaximizeDual(0.25, 1, 9, 4), Is.EqualTo(1.0).Within(1e-15));     // 0.25 + 8 / 4, clipped
        }
    }
}
