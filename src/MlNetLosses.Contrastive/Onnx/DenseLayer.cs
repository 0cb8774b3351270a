using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Onnx;

/// <summary>Fully connected layers in ONNX.</summary>
internal static class DenseLayer
{
    /// <summary>Appends y = W x + b: <c>N × inputs</c> to <c>N × outputs</c>.</summary>
    public static void Append(OnnxGraph graph, DenseWeights layer) => graph.Append(
        "Gemm",
        [graph.Constant(layer.Weights, [layer.Outputs, layer.Inputs]), graph.Constant(layer.Biases, [layer.Outputs])],
        [OnnxGraph.Attribute("transB", 1)]);
}
