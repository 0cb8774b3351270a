using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Network;

/// <summary>Random weights to start from.</summary>
internal static class Initialization
{
    /// <summary>Fills the first outputs of each input with U(−1/√fan, 1/√fan); padding stays zero.</summary>
    /// <remarks>
    /// A third of the variance of He et al., "Delving Deep into Rectifiers", ICCV 2015, as PyTorch starts its layers.
    /// </remarks>
    /// <param name="values"><c>inputs × stride</c>.</param>
    /// <param name="inputs">Rows of values.</param>
    /// <param name="outputs">Values of a row that are not padding.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="fan">Inputs that each output sums over.</param>
    /// <param name="random">Draws them.</param>
    public static void Uniform(Span<float> values, int inputs, int outputs, int stride, int fan, ref SplitMix64 random)
    {
        double bound = 1 / Math.Sqrt(fan);
        for (int i = 0; i < inputs; i++)
            foreach (ref float value in values.Slice(i * stride, outputs))
                value = (float)random.Uniform(-bound, bound);
    }
}
