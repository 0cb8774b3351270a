using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class HingeTests : LossContract<Hinge>
{
    protected override Gen<Hinge> Values => Gen.Const(new Hinge());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new Hinge();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(0.5, 1), Is.EqualTo(0.5).Within(1e-15));
            Assert.That(f.Value(2, 1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Derivative(0.5, -1), Is.EqualTo(1.0).Within(1e-15));
            Assert.That(f.Derivative(2, 1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Conjugate(-0.5, 1), Is.EqualTo(-0.5).Within(1e-15));
            Assert.That(f.Conjugate(0.5, 1), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(0.25, 0.5, 1, 2), Is.EqualTo(0.5).Within(1e-15));     // ¼ + ½ / 2
            Assert.That(f.MaximizeDual(-0.25, 5, -1, 2), Is.EqualTo(-1.0).Within(1e-15));     // ¼ + 6 / 2, clipped
        }
    }
}
