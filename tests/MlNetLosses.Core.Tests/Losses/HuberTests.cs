using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class HuberTests : LossContract<Huber>
{
    protected override Gen<Huber> Values => Gen.Double[0.01, 10].Select(delta => new Huber(delta));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Delta_must_be_positive_and_finite(double delta) => Assert.That(
        () => new Huber(delta),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("delta")
            .And.Message.StartsWith($"delta must be positive and finite, got {delta}."));

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new Huber(2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(4, 3), Is.EqualTo(0.5).Within(1e-15));     // ½ · 1²
            Assert.That(f.Value(0, 5), Is.EqualTo(8.0).Within(1e-15));     // 2 · 5 − ½ · 2²
            Assert.That(f.Derivative(0, 5), Is.EqualTo(-2.0).Within(1e-15));
            Assert.That(f.Conjugate(-2, 5), Is.EqualTo(-8.0).Within(1e-15));     // −2 · 5 + ½ · 2²
            Assert.That(f.Conjugate(2.5, 5), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(0, 0, 5, 1), Is.EqualTo(2.0).Within(1e-15));     // 5 / 2, clipped
        }
    }

    [Test]
    public void New_has_the_usual_delta() => Assert.That(new Huber().Delta, Is.EqualTo(Huber.DefaultDelta));

    [Test]
    public void Scale_multiplies_the_threshold() => Assert.That(new Huber(1.5).AtScale(4).Delta, Is.EqualTo(6.0));
}
