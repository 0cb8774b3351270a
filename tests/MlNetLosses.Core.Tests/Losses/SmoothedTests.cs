using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

/// <summary>Rounded kinks keep all that a loss promises.</summary>
[TestFixture(typeof(Hinge))]
[TestFixture(typeof(Absolute))]
[TestFixture(typeof(Quantile))]
[TestFixture(typeof(EpsilonInsensitive))]
[TestFixture(typeof(Perceptron))]
internal sealed class SmoothedTests<TLoss> : LossContract<Smoothed<TLoss>>
    where TLoss : struct, IDualLoss
{
    protected override Gen<Smoothed<TLoss>> Values => Gen.Double[0.05, 5].Select(width => new Smoothed<TLoss>(new TLoss(), width, width));

    [Test]
    public void Is_below_the_loss_by_half_its_width_at_most() => Gen.Select(Values, Gen.Double[-5, 5], Gen.Bool).Sample((f, z, positive) =>
    {
        double y = positive ? 1 : -1, below = f.Loss.Value(z, y) - f.Value(z, y);
        return below >= -1e-12 && below <= 0.5 * f.Width * f.Lipschitz * f.Lipschitz + 1e-12;
    });
}

[TestFixture]
internal sealed class SmoothedTests
{
    private static readonly Gen<(double Width, double Prediction, bool IsPositive)> Any = Gen.Select(Gen.Double[0.05, 5], Gen.Double[-5, 5], Gen.Bool);

    [Test]
    public void That_of_the_hinge_is_the_smoothed_hinge() => Any.Sample((width, z, isPositive) =>
        Agree(new Smoothed<Hinge>(new(), width, width), new SmoothedHinge(width), 1, z, isPositive ? 1 : -1));

    [Test]
    public void That_of_the_absolute_loss_is_a_share_of_huber() => Any.Sample((width, z, isPositive) =>
        Agree(new Smoothed<Absolute>(new(), width, width), new Huber(width), 1 / width, z, isPositive ? 1 : -1));

    [Test]
    public void Curvature_may_be_that_of_another_width()
    {
        Smoothed<Absolute> f = new(new(), Width: 0.1, CurvatureWidth: 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.SecondDerivative(1, 0), Is.EqualTo(0.5).Within(1e-12));
            Assert.That(f.SecondDerivative(3, 0), Is.Zero);
            Assert.That(f.Derivative(1, 0), Is.EqualTo(1));
        }
    }

    private static bool Agree<TSmoothed, TKnown>(TSmoothed smoothed, TKnown known, double factor, double z, double y)
        where TSmoothed : struct, ICurvedLoss
        where TKnown : struct, ICurvedLoss =>
        Math.Abs(smoothed.Value(z, y) - factor * known.Value(z, y)) < 1e-12 * (1 + smoothed.Value(z, y))
        && Math.Abs(smoothed.Derivative(z, y) - factor * known.Derivative(z, y)) < 1e-12;
}
