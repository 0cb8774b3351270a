using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class SmoothedHingeTests : LossContract<SmoothedHinge>
{
    protected override Gen<SmoothedHinge> Values => Gen.Double[0.05, 5].Select(gamma => new SmoothedHinge(gamma));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Gamma_must_be_positive_and_finite(double gamma) => Assert.That(
        () => new SmoothedHinge(gamma),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("gamma")
            .And.Message.StartsWith($"gamma must be positive and finite, got {gamma}."));

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new SmoothedHinge(0.5);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(0.75, 1), Is.EqualTo(0.0625).Within(1e-15));     // ¼² / (2 · ½)
            Assert.That(f.Value(-1, 1), Is.EqualTo(1.75).Within(1e-15));     // 2 − ¼
            Assert.That(f.Value(2, 1), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Derivative(0.75, 1), Is.EqualTo(-0.5).Within(1e-15));
            Assert.That(f.Conjugate(-1, 1), Is.EqualTo(-0.75).Within(1e-15));     // −1 + ½ · ½
            Assert.That(f.Conjugate(0.5, 1), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(0.5, 0.25, 1, 1.5), Is.EqualTo(0.75).Within(1e-15));     // (¾ + ¾) / 2
        }
    }

    [Test]
    public void New_has_the_usual_gamma() => Assert.That(new SmoothedHinge().Gamma, Is.EqualTo(SmoothedHinge.DefaultGamma));
}
