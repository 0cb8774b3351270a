using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class HalfSquaredTests : LossContract<HalfSquared>
{
    protected override Gen<HalfSquared> Values => Gen.Const(new HalfSquared());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new HalfSquared();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(1, 4), Is.EqualTo(4.5).Within(1e-15));     // ½ · 3²
            Assert.That(f.Derivative(1, 4), Is.EqualTo(-3.0).Within(1e-15));
            Assert.That(f.Conjugate(2, 4), Is.EqualTo(10.0).Within(1e-15));     // 2 · 4 + ½ · 2²
            Assert.That(f.MaximizeDual(1, 2, 8, 3), Is.EqualTo(2.25).Within(1e-15));     // (8 − 2 + 3 · 1) / 4
        }
    }
}
