using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class SquaredEpsilonInsensitiveTests : LossContract<SquaredEpsilonInsensitive>
{
    protected override Gen<SquaredEpsilonInsensitive> Values => Gen.Double[0.01, 3].Select(epsilon => new SquaredEpsilonInsensitive(epsilon));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Epsilon_must_be_positive_and_finite(double epsilon) => Assert.That(
        () => new SquaredEpsilonInsensitive(epsilon),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("epsilon")
            .And.Message.StartsWith($"epsilon must be positive and finite, got {epsilon}."));

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new SquaredEpsilonInsensitive(0.5);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(1, 1.5), Is.EqualTo(0.0).Within(1e-15));
            Assert.That(f.Value(1, 4), Is.EqualTo(6.25).Within(1e-15));     // (3 − ½)²
            Assert.That(f.Derivative(1, 4), Is.EqualTo(-5.0).Within(1e-15));
            Assert.That(f.Conjugate(-2, 4), Is.EqualTo(-6.0).Within(1e-15));     // −8 + ½ · 2 + ¼ · 4
            Assert.That(f.MaximizeDual(0.5, 1, 3, 2), Is.EqualTo(1.0).Within(1e-15));     // S(2 + 1, ½) / (½ + 2)
        }
    }

    [Test]
    public void New_has_the_usual_epsilon() => Assert.That(new SquaredEpsilonInsensitive().Epsilon, Is.EqualTo(SquaredEpsilonInsensitive.DefaultEpsilon));
}
