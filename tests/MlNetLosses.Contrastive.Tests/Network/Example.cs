using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Network;

/// <summary>Random batches.</summary>
internal static class Example
{
    /// <summary>Sets the first rows, and returns numbers of the output's shape that are zero where the output is padding.</summary>
    public static float[] Fill(IEncoder encoder, int rows)
    {
        SplitMix64 random = new(3);
        for (int row = 0; row < rows; row++) encoder.SetInput(row, Uniform(encoder.InputLength, ref random));
        float[] target = new float[rows * encoder.OutputStride];
        for (int row = 0; row < rows; row++)
            Uniform(encoder.OutputLength, ref random).CopyTo(target.AsSpan(row * encoder.OutputStride));
        return target;
    }

    /// <summary>U(−1, 1).</summary>
    public static float[] Uniform(int length, ref SplitMix64 random)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float)random.Uniform(-1, 1);
        return values;
    }
}
