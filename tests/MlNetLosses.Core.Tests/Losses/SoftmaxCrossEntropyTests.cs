using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

public sealed class SoftmaxCrossEntropyTests : MulticlassLossContract<SoftmaxCrossEntropy>
{
    protected override Gen<SoftmaxCrossEntropy> Values => Gen.Const(new SoftmaxCrossEntropy());

    [Test]
    public void Matches_hand_computed_values()
    {
        var f = new SoftmaxCrossEntropy();
        double[] scores = [0, Math.Log(2), Math.Log(5)], derivative = new double[3], dual = [-0.125, 0.75, -0.625];
        f.Derivative(scores, 1, derivative);        // probabilities 1/8, 2/8, 5/8
        f.MaximizeDual(dual, scores, 1, 3);         // already optimal
        using (Assert.EnterMultipleScope())
        {
            Assert.That(f.Value(scores, 1), Is.EqualTo(Math.Log(4)).Within(1e-15));
            Assert.That(f.Value([0, 50], 1), Is.EqualTo(1.9287498479639178e-22).Within(1e-12).Percent);     // e^−50
            Assert.That(derivative, Is.EqualTo([0.125, -0.75, 0.625]).Within(1e-15));
            Assert.That(f.Conjugate([0.5, -0.5, 0], 1), Is.EqualTo(-Math.Log(2)).Within(1e-15));
            Assert.That(dual, Is.EqualTo([-0.125, 0.75, -0.625]).Within(1e-15));
        }
    }

    [Test]
    public void Two_classes_are_the_logistic_loss_of_the_difference() => Gen.Select(Gen.Double[-9, 9], Gen.Double[-9, 9], Gen.Double.Unit, Gen.Double[0.1, 10]).Sample((first, second, a, q) =>
    {
        // A step t of the difference moves both scores by t, so the curvature counts twice.
        double[] dual = [a, -a];
        new SoftmaxCrossEntropy().MaximizeDual(dual, [first, second], 0, q);
        return Math.Abs(new SoftmaxCrossEntropy().Value([first, second], 0) - new Logistic().Value(first - second, 1)) < 1e-14
            && Math.Abs(dual[0] - new Logistic().MaximizeDual(a, first - second, 1, 2 * q)) < 1e-14;
    });
}
