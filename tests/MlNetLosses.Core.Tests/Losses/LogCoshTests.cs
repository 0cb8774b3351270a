using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class LogCoshTests : LossContract<LogCosh>
{
    protected override Gen<LogCosh> Values => Gen.Const(new LogCosh());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new LogCosh();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(5, 4), Is.EqualTo(0.43378083048302718).Within(1e-12).Percent);     // log cosh 1
            Assert.That(f.Value(1e-8, 0), Is.EqualTo(5e-17).Within(1e-12).Percent);     // ½ r²
            Assert.That(f.Value(1000, 0), Is.EqualTo(1000 - Math.Log(2)).Within(1e-12).Percent);
            Assert.That(f.Derivative(5, 4), Is.EqualTo(Math.Tanh(1)).Within(1e-12).Percent);
            Assert.That(f.Conjugate(1, 4), Is.EqualTo(4 + Math.Log(2)).Within(1e-12).Percent);
            Assert.That(f.Conjugate(0.5, 0), Is.EqualTo(0.13081203594113697).Within(1e-12).Percent);     // ¾ log 1.5 + ¼ log 0.5
            Assert.That(f.Conjugate(1.5, 4), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(0, -1 - Math.Tanh(1), 0, 1), Is.EqualTo(Math.Tanh(1)).Within(1e-12).Percent);     // ρ + tanh ρ = −1 − tanh 1
        }
    }
}
