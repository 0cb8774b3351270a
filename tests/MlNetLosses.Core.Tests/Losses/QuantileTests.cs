using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class QuantileTests : LossContract<Quantile>
{
    protected override Gen<Quantile> Values => Gen.Double[0.01, 0.99].Select(tau => new Quantile(tau));

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Tau_must_be_a_fraction(double tau) => Assert.That(
        () => new Quantile(tau),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("tau")
            .And.Message.StartsWith($"tau must lie strictly between 0 and 1, got {tau}."));

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new Quantile(0.75);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(1, 5), Is.EqualTo(3.0).Within(1e-15));     // ¾ · 4: the label is above
            Assert.That(f.Value(5, 1), Is.EqualTo(1.0).Within(1e-15));     // ¼ · 4: the label is below
            Assert.That(f.Derivative(1, 5), Is.EqualTo(-0.75).Within(1e-15));
            Assert.That(f.Derivative(5, 1), Is.EqualTo(0.25).Within(1e-15));
            Assert.That(f.Conjugate(-0.75, 4), Is.EqualTo(-3.0).Within(1e-15));
            Assert.That(f.Conjugate(0.5, 4), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(0, 0, 9, 1), Is.EqualTo(0.75).Within(1e-15));
            Assert.That(f.MaximizeDual(0, 9, 0, 1), Is.EqualTo(-0.25).Within(1e-15));
        }
    }

    [Test]
    public void New_has_the_usual_tau() => Assert.That(new Quantile().Tau, Is.EqualTo(Quantile.DefaultTau));
}
