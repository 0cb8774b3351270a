using System.Runtime.Intrinsics;
using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

[TestFixture]
public sealed class WrightOmegaTests
{
    [TestCase(1, 1)]
    [TestCase(0, 0.56714329040978387)]
    [TestCase(-1, 0.27846454276107379)]
    [TestCase(-50, 1.9287498479639178e-22)]
    [TestCase(double.NegativeInfinity, 0)]
    [TestCase(double.PositiveInfinity, double.PositiveInfinity)]
    public void Matches_published_values(double x, double omega) =>
        Assert.That(WrightOmega.Value(x), Is.EqualTo(omega).Within(2).Ulps);

    [Test]
    public void Solves_its_equation() => Gen.Double[-500, 500].Sample(x =>
    {
        double omega = WrightOmega.Value(x);
        return Math.Abs(omega + Math.Log(omega) - x) <= 4e-16 * (1 + Math.Abs(x) + omega);
    });

    [Test]
    public void Vector_equals_scalar_up_to_rounding() => Gen.OneOf(Gen.Double[-60, 60], Gen.Double[-1e300, 1e300]).Array[Vector512<double>.Count].Sample(x =>
    {
        Vector512<double> omega = WrightOmega.Value(Vector512.Create(x));
        return x.Select((value, k) => Math.Abs(omega[k] - WrightOmega.Value(value)) <= 1e-15 * (1 + Math.Abs(value)) * WrightOmega.Value(value)).All(close => close);
    });
}
