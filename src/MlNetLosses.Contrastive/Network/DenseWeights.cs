namespace MlNetLosses.Contrastive.Network;

/// <summary>A fully connected layer as it is used after training: y = W x + b.</summary>
/// <param name="Inputs">Values of x.</param>
/// <param name="Outputs">Values of y.</param>
/// <param name="Weights">W, <c>outputs × inputs</c>.</param>
/// <param name="Biases">b, one per output.</param>
internal sealed record DenseWeights(int Inputs, int Outputs, float[] Weights, float[] Biases);
