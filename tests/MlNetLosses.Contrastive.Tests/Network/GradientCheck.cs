using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Network;

/// <summary>Compares gradients with central differences of the loss, along a direction that has a part of the gradient in it.</summary>
internal static class GradientCheck
{
    /// <summary>Fails if the gradient of any parameter is not the slope of the loss.</summary>
    /// <param name="parameters">With their gradients set.</param>
    /// <param name="loss">Computes the loss from the parameters' values.</param>
    /// <param name="step">Half of the difference.</param>
    /// <param name="tolerance">Of the slope, relative to the gradient's length.</param>
    public static void Check(IEnumerable<Parameter> parameters, Func<double> loss, float step = 5e-4f, double tolerance = 0.02)
    {
        foreach (Parameter parameter in parameters) Check(parameter.Name, parameter.Value, parameter.Gradient, loss, step, tolerance);
    }

    public static void Check(string name, Tensor value, Tensor gradient, Func<double> loss, float step = 5e-4f, double tolerance = 0.02)
    {
        SplitMix64 random = new(7);
        float[] start = value.Span.ToArray(), slopes = gradient.Span.ToArray(), direction = new float[start.Length];
        double length = Math.Sqrt(slopes.Sum(g => (double)g * g)), expected = 0;
        Assert.That(length, Is.GreaterThan(1e-6), name);
        double jitter = 1 / Math.Sqrt(start.Length);
        for (int i = 0; i < direction.Length; i++)
        {
            // What is padding must stay zero.
            if (slopes[i] != 0) direction[i] = (float)(slopes[i] / length + random.Uniform(-jitter, jitter));
            expected += (double)direction[i] * slopes[i];
        }

        double Loss(float sign)
        {
            for (int i = 0; i < start.Length; i++) value.Span[i] = start[i] + sign * step * direction[i];
            double result = loss();
            start.CopyTo(value.Span);
            return result;
        }

        double slope = (Loss(1) - Loss(-1)) / (2 * step);
        Assert.That(slope, Is.EqualTo(expected).Within(tolerance * length), name);
    }
}
