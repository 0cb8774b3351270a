namespace MlNetLosses.Contrastive.Network;

/// <summary>A convolution block as it is used after training: the normalisation is part of weights and biases.</summary>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Weights"><c>outputs × inputs × 3 × 3</c>.</param>
/// <param name="Biases">One per output.</param>
/// <param name="Pools">Whether a 2 × 2 maximum, stride 2, follows the ReLU.</param>
internal sealed record FoldedConvolution(int Inputs, int Outputs, float[] Weights, float[] Biases, bool Pools);
