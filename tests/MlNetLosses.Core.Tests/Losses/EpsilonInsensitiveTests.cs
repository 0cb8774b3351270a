using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class EpsilonInsensitiveTests : LossContract<EpsilonInsensitive>
{
    protected override Gen<EpsilonInsensitive> Values => Gen.Double[0.01, 3].Select(epsilon => new EpsilonInsensitive(epsilon));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Epsilon_must_be_positive_and_finite(double epsilon) => Assert.That(
        () => new EpsilonInsensitive(epsilon),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("epsilon")
            .And.Message.StartsWith($"epsilon must be positive and finite, got {epsilon}."));

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new EpsilonInsensitive(0.5);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(1, 1.5), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Value(1, 4), Is.EqualTo(2.5).Within(1e-15));     // 3 − ½
            Assert.That(f.Derivative(1, 1.5), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Derivative(1, 4), Is.EqualTo(-1.0).Within(1e-15));
            Assert.That(f.Conjugate(-1, 4), Is.EqualTo(-3.5).Within(1e-15));     // −4 + ½
            Assert.That(f.Conjugate(1.5, 4), Is.EqualTo(double.PositiveInfinity));
            Assert.That(f.MaximizeDual(0.25, 1, 3, 2), Is.EqualTo(1.0).Within(1e-15));     // S(2 + ½, ½) / 2
            Assert.That(f.MaximizeDual(0, 1, 1.25, 2), Is.EqualTo(0.0).Within(1e-15));
        }
    }

    [Test]
    public void New_has_the_usual_epsilon() => Assert.That(new EpsilonInsensitive().Epsilon, Is.EqualTo(EpsilonInsensitive.DefaultEpsilon));
}
