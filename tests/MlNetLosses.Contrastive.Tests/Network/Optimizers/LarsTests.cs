using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Network.Optimizers;

namespace MlNetLosses.Contrastive.Tests.Network.Optimizers;

[TestFixture]
[Category("Simd")]
public sealed class LarsTests
{
    [Test]
    public void Steps_follow_the_formula([Values] bool decays)
    {
        Parameter parameter = new("w", 3000, decays);
        Example.Fill(parameter.Value.Span, 1, 3000, 3000, seed: 1);
        double[] w = [.. parameter.Value.Span.ToArray().Select(value => (double)value)], v = new double[3000];
        Lars optimizer = new([parameter], weightDecay: 0.5);
        for (int t = 1; t <= 4; t++)
        {
            Example.Fill(parameter.Gradient.Span, 1, 3000, 3000, seed: 10 + (ulong)t);
            optimizer.Step(2);
            double[] g = [.. parameter.Gradient.Span.ToArray().Select(value => (double)value)];
            double ratio = decays ? 0.001 * Norm(w) / (Norm(g) + 0.5 * Norm(w)) : 1;
            for (int i = 0; i < w.Length; i++)
            {
                v[i] = 0.9 * v[i] + 2 * ratio * (g[i] + (decays ? 0.5 * w[i] : 0));
                w[i] -= v[i];
            }
        }

        Assert.That(parameter.Value.Span.ToArray(), Is.EqualTo(w).Within(1e-5));
        Assert.That(optimizer.State[0].Span.ToArray(), Is.EqualTo(v).Within(1e-5));
        Assert.That(optimizer.Steps, Is.EqualTo(4));
    }

    [Test]
    public void Weights_of_zero_move_by_the_plain_gradient()
    {
        Parameter parameter = new("w", 16, decays: true);
        parameter.Gradient.Span.Fill(1);
        new Lars([parameter], weightDecay: 0.1).Step(0.25);
        Assert.That(parameter.Value.Span.ToArray(), Is.All.EqualTo(-0.25f));
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
