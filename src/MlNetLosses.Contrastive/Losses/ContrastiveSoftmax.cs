using System.Numerics.Tensors;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>What contrastive losses share: pairs of views, a temperature, and a softmax of cosines where −∞ marks a view left out.</summary>
internal static class ContrastiveSoftmax
{
    public const double DefaultTemperature = 0.2;

    /// <summary>Within these bounds nothing overflows in single precision.</summary>
    private const double SmallestTemperature = 1e-6, LargestTemperature = 1e6;

    public static double CheckTemperature(double temperature) =>
        temperature is >= SmallestTemperature and <= LargestTemperature
            ? temperature
            : throw new ArgumentOutOfRangeException(nameof(temperature), temperature, Invariant(
                $"temperature must lie between {SmallestTemperature} and {LargestTemperature}, got {temperature}. 0.1 to 0.5 are usual."));

    /// <summary>The other view of the same example.</summary>
    public static int OtherView(int view, int views) => (view + views / 2) % views;

    /// <summary>c ← softmax(c/τ), stably.</summary>
    /// <param name="cosines">c; −∞ leaves a view out, and at least one is finite.</param>
    /// <param name="temperature">τ.</param>
    /// <returns>log Σ exp(c/τ).</returns>
    public static double Apply(Span<float> cosines, double temperature)
    {
        float largest = TensorPrimitives.Max<float>(cosines);
        TensorPrimitives.Subtract(cosines, largest, cosines);
        TensorPrimitives.Multiply(cosines, (float)(1 / temperature), cosines);
        TensorPrimitives.Exp<float>(cosines, cosines);
        float sum = TensorPrimitives.Sum<float>(cosines);
        TensorPrimitives.Multiply(cosines, 1 / sum, cosines);
        return largest / temperature + Math.Log(sum);
    }

    /// <summary>Turns derivatives by c/τ into derivatives by c.</summary>
    public static void DivideByTemperature(Span<float> derivatives, double temperature) =>
        TensorPrimitives.Multiply(derivatives, (float)(1 / temperature), derivatives);
}
