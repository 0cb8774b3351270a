using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class PerceptronTests : LossContract<Perceptron>
{
    protected override Gen<Perceptron> Values => Gen.Const(new Perceptron());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new Perceptron();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(-3, 1), Is.EqualTo(3.0).Within(1e-15));
            Assert.That(f.Value(3, 1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Derivative(-3, 1), Is.EqualTo(-1.0).Within(1e-15));
            Assert.That(f.Derivative(0, 1), Is.EqualTo(-1.0).Within(1e-15));     // leaves the origin
            Assert.That(f.Conjugate(-0.5, 1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Conjugate(0.5, 1), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(0.25, -1, 1, 4), Is.EqualTo(0.5).Within(1e-15));     // ¼ + 1 / 4
        }
    }
}
