using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Network.Optimizers;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Tests.Network.Optimizers;

[TestFixture]
[Category("Simd")]
public sealed class AdamWTests
{
    [Test]
    public void Steps_follow_the_formula([Values] bool decays)
    {
        foreach (Kernels kernels in Kernels.Accelerated)
        {
            Parameter parameter = new("w", 32, decays);
            Example.Fill(parameter.Value.Span, 1, 32, 32, seed: 1);
            double[] w = [.. parameter.Value.Span.ToArray().Select(value => (double)value)], m = new double[32], v = new double[32];
            AdamW optimizer = new([parameter], weightDecay: 0.5, kernels);
            for (int t = 1; t <= 4; t++)
            {
                Example.Fill(parameter.Gradient.Span, 1, 32, 32, seed: 10 + (ulong)t);
                optimizer.Step(0.1);
                for (int i = 0; i < 32; i++)
                {
                    double g = parameter.Gradient.Span[i];
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.999 * v[i] + 0.001 * g * g;
                    w[i] *= decays ? 1 - 0.1 * 0.5 : 1;
                    w[i] -= 0.1 * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-8);
                }
            }

            Assert.That(parameter.Value.Span.ToArray(), Is.EqualTo(w).Within(2e-5), $"{kernels.Width} numbers at a time");
            Assert.That(optimizer.Steps, Is.EqualTo(4));
        }
    }

    [Test]
    public void State_and_steps_are_all_that_a_continuation_needs()
    {
        Parameter whole = new("w", 16, decays: true), parts = new("w", 16, decays: true);
        AdamW first = new([whole], 0.1), second = new([parts], 0.1);
        for (int step = 0; step < 6; step++)
        {
            if (step == 3)
            {
                AdamW continued = new([parts], 0.1) { Steps = second.Steps };
                for (int i = 0; i < second.State.Count; i++) second.State[i].Span.CopyTo(continued.State[i].Span);
                second = continued;
            }

            Example.Fill(whole.Gradient.Span, 1, 16, 16, seed: (ulong)step);
            whole.Gradient.Span.CopyTo(parts.Gradient.Span);
            first.Step(0.1);
            second.Step(0.1);
        }

        Assert.That(parts.Value.Span.ToArray(), Is.EqualTo(whole.Value.Span.ToArray()));
    }
}
