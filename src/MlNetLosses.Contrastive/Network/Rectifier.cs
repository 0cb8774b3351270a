using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>ReLU: max(0, x).</summary>
internal sealed unsafe class Rectifier(Kernels kernels)
{
    /// <summary>output ← max(0, input); both can be the same tensor.</summary>
    public static void Forward(Tensor input, Tensor output, int length) =>
        TensorPrimitives.Max(input.Span[..length], 0f, output.Span[..length]);

    /// <summary>gradient ← output &gt; 0 ? gradient : 0.</summary>
    public void Backward(Tensor output, Tensor gradient, int length) => kernels.Rectify(output.Pointer, gradient.Pointer, length);
}
