using System.Numerics.Tensors;

namespace MlNetLosses.Contrastive.Network.Optimizers;

/// <summary>Shortens the gradient where it is too long, and keeps its direction.</summary>
/// <remarks>
/// g ← g · min(1, maximum / ‖g‖), ‖g‖ being over all parameters together.
/// Source: R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, algorithm 1.
/// </remarks>
internal static class GradientClipping
{
    /// <summary>Clips, and returns ‖g‖ as it was. A norm that is not a number leaves the gradients as they are.</summary>
    /// <param name="parameters">All whose gradients form g.</param>
    /// <param name="maximum">The greatest norm that is left as it is; positive.</param>
    public static double Clip(IReadOnlyList<Parameter> parameters, double maximum)
    {
        double squared = 0;
        for (int i = 0; i < parameters.Count; i++) squared += EuclideanNorm.Squared(parameters[i].Gradient.Span);
        double norm = Math.Sqrt(squared);
        if (norm > maximum)
            for (int i = 0; i < parameters.Count; i++)
                TensorPrimitives.Multiply(parameters[i].Gradient.Span, (float)(maximum / norm), parameters[i].Gradient.Span);
        return norm;
    }
}
