using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class CrammerSingerTests : MulticlassLossContract<CrammerSinger>
{
    protected override Gen<CrammerSinger> Values => Gen.Const(new CrammerSinger());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new CrammerSinger();
        double[] derivative = new double[3], dual = [0, 0, 0];
        f.Derivative([1, 2, 2.5], 1, derivative);
        f.MaximizeDual(dual, [1, 2, 2.5], 1, 2);        // (0, 1, 0) + (2, 2, 3.5) / 2 = (1, 2, 1.75) projects to (0, 0.625, 0.375)
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value([1, 2, 2.5], 1), Is.EqualTo(1.5));
            Assert.That(f.Value([1, 4, 2.5], 1), Is.Zero);
            Assert.That(derivative, Is.EqualTo([0.0, -1.0, 1.0]));
            Assert.That(f.Conjugate([0.25, -0.75, 0.5], 1), Is.EqualTo(-0.75));
            Assert.That(dual, Is.EqualTo([0.0, 0.375, -0.375]));
        }
    }

    [Test]
    public void Two_classes_are_the_hinge_of_the_difference() => Gen.Select(Gen.Double[-3, 3], Gen.Double[-3, 3], Gen.Double.Unit, Gen.Double[0.1, 10]).Sample((first, second, a, q) =>
    {
        // A step t of the difference moves both scores by t, so the curvature counts twice.
        double[] dual = [a, -a];
        new CrammerSinger().MaximizeDual(dual, [first, second], 0, q);
        return Math.Abs(new CrammerSinger().Value([first, second], 0) - new Hinge().Value(first - second, 1)) < 1e-14
            && Math.Abs(dual[0] - new Hinge().MaximizeDual(a, first - second, 1, 2 * q)) < 1e-13;
    });
}
