using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Network.Optimizers;

namespace MlNetLosses.Contrastive.Tests.Network.Optimizers;

[TestFixture]
[Category("Simd")]
public sealed class GradientClippingTests
{
    [TestCase(100, 1)]
    [TestCase(10, 0.2)]
    public void Only_a_gradient_that_is_too_long_is_shortened(double maximum, double factor)
    {
        Parameter[] parameters = [new("a", 900, decays: true), new("b", 1600, decays: false)];
        foreach (Parameter parameter in parameters) parameter.Gradient.Span.Fill(1);
        Assert.That(GradientClipping.Clip(parameters, maximum), Is.EqualTo(50));
        foreach (Parameter parameter in parameters) Assert.That(parameter.Gradient.Span.ToArray(), Is.All.EqualTo((float)factor));
    }
}
