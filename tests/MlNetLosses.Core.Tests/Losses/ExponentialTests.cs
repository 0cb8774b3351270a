using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class ExponentialTests : LossContract<Exponential>
{
    protected override Gen<Exponential> Values => Gen.Const(new Exponential());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new Exponential();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(2, -1), Is.EqualTo(Math.Exp(2)).Within(1e-12).Percent);
            Assert.That(f.Derivative(2, -1), Is.EqualTo(Math.Exp(2)).Within(1e-12).Percent);
            Assert.That(f.Conjugate(-1, 1), Is.EqualTo(-1.0).Within(1e-15));
            Assert.That(f.Conjugate(0, 1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Conjugate(0.5, 1), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(0, -2, 1, 2), Is.EqualTo(1.0).Within(1e-15));     // log 1 + 2 · 1 = 2
        }
    }
}
