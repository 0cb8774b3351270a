using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Network;

/// <summary>Random numbers, batches, and a loss whose gradient is easy.</summary>
internal static class Example
{
    /// <summary>U(−1, 1).</summary>
    public static float[] Uniform(int length, ref SplitMix64 random)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float)random.Uniform(-1, 1);
        return values;
    }

    /// <summary>Fills the values of some rows, and leaves their padding.</summary>
    public static void Fill(Span<float> target, int rows, int length, int stride, ulong seed)
    {
        SplitMix64 random = new(seed);
        for (int row = 0; row < rows; row++) Uniform(length, ref random).CopyTo(target[(row * stride)..]);
    }

    /// <summary>Sets the first rows of a batch, and returns the examples.</summary>
    public static float[][] SetInput(IEncoder encoder, int rows)
    {
        SplitMix64 random = new(3);
        float[][] examples = new float[rows][];
        for (int row = 0; row < rows; row++) encoder.SetInput(row, examples[row] = Uniform(encoder.InputLength, ref random));
        return examples;
    }

    /// <summary>Σ target · tanh(output), a loss that is not linear.</summary>
    public static double Loss(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        double loss = 0;
        for (int i = 0; i < target.Length; i++) loss += target[i] * Math.Tanh(output[i]);
        return loss;
    }

    /// <summary>The gradient of <see cref="Loss"/> by the output.</summary>
    public static void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient)
    {
        for (int i = 0; i < target.Length; i++)
        {
            double tanh = Math.Tanh(output[i]);
            gradient[i] = (float)(target[i] * (1 - tanh * tanh));
        }
    }

    /// <summary>Numbers of the output's shape that are zero where the output is padding.</summary>
    public static float[] Target(IEncoder encoder, int rows)
    {
        float[] target = new float[rows * encoder.OutputStride];
        Fill(target, rows, encoder.OutputLength, encoder.OutputStride, seed: 4);
        return target;
    }

    /// <summary>A forward and a backward pass by <see cref="Loss"/>.</summary>
    public static void Pass(IEncoder encoder, int rows)
    {
        float[] target = Target(encoder, rows);
        encoder.Forward(rows, training: true);
        Gradient(encoder.Output.Span, target, encoder.OutputGradient.Span);
        encoder.Backward(rows);
    }
}
