using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class PoissonTests : LossContract<Poisson>
{
    protected override Gen<Poisson> Values => Gen.Const(new Poisson());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new Poisson();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(0, 0), Is.EqualTo(1.0).Within(1e-15));
            Assert.That(f.Value(Math.Log(3), 3), Is.EqualTo(0.0).Within(1e-15));     // the mean is the label
            Assert.That(f.Value(0, Math.E), Is.EqualTo(1.0).Within(1e-15));     // 1 − e − e (0 − 1)
            Assert.That(f.Derivative(0, 3), Is.EqualTo(-2.0).Within(1e-15));
            Assert.That(f.Conjugate(-3, 3), Is.EqualTo(3 - 3 * Math.Log(3)).Within(1e-12).Percent);     // t = 0
            Assert.That(f.Conjugate(1, 0), Is.EqualTo(-1.0).Within(1e-15));     // log 1 − 1
            Assert.That(f.Conjugate(-3.5, 3), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(2, 0, 3, 1), Is.EqualTo(2.0).Within(1e-15));     // log t + t = 0 + (3 − 2) has the root t = 1
        }
    }
}
