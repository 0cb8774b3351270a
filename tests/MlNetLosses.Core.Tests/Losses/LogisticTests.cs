using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class LogisticTests : LossContract<Logistic>
{
    protected override Gen<Logistic> Values => Gen.Const(new Logistic());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new Logistic();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(0, 1), Is.EqualTo(Math.Log(2)).Within(1e-15));
            Assert.That(f.Value(-1000, 1), Is.EqualTo(1000.0).Within(1e-15));
            Assert.That(f.Value(40, 1), Is.EqualTo(4.2483542552915889e-18).Within(1e-12).Percent);     // e^−40
            Assert.That(f.Derivative(0, -1), Is.EqualTo(0.5).Within(1e-15));
            Assert.That(f.Derivative(1000, 1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Conjugate(-0.25, 1), Is.EqualTo(-0.56233514461880830).Within(1e-12).Percent);     // ¼ log ¼ + ¾ log ¾
            Assert.That(f.Conjugate(-1, 1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Conjugate(0, -1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Conjugate(0.5, 1), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(0, -4, 1, 8), Is.EqualTo(0.5).Within(1e-15));     // log 1 + 8 · ½ = 4
            Assert.That(f.MaximizeDual(0, Math.Log(3) - 2, 1, 8), Is.EqualTo(0.25).Within(1e-15));     // log ⅓ + 8 · ¼ = 2 − log 3
        }
    }
}
