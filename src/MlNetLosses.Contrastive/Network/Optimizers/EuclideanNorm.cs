using System.Numerics.Tensors;

namespace MlNetLosses.Contrastive.Network.Optimizers;

/// <summary>‖x‖ of many single-precision numbers: blocks in single precision, their sum in double, always in the same order.</summary>
internal static class EuclideanNorm
{
    private const int Block = 1024;

    public static double Of(ReadOnlySpan<float> values) => Math.Sqrt(Squared(values));

    public static double Squared(ReadOnlySpan<float> values)
    {
        double sum = 0;
        for (int start = 0; start < values.Length; start += Block)
            sum += TensorPrimitives.SumOfSquares(values.Slice(start, Math.Min(Block, values.Length - start)));
        return sum;
    }
}
