using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Onnx;

/// <summary>An encoder of table rows as an ONNX model.</summary>
internal static class TableEncoderGraph
{
    /// <summary>The model that maps rows, <c>N × p</c>, to h or z, <c>N × length</c>.</summary>
    /// <param name="input">The input's name: that of the column.</param>
    /// <param name="outputColumn">The column that ML.NET is to make of the output.</param>
    /// <param name="means">What is subtracted from a row, <c>p</c>.</param>
    /// <param name="inverseDeviations">What a row is then multiplied by, <c>p</c>.</param>
    /// <param name="layers">At least one; each is followed by a ReLU. The last one's values are h.</param>
    /// <param name="projection">z by h, or null for h itself.</param>
    public static OnnxModel Build(
        string input, string outputColumn, float[] means, float[] inverseDeviations, IReadOnlyList<DenseWeights> layers, DenseWeights? projection)
    {
        OnnxGraph graph = new(input, means.Length, outputColumn);
        // Not folded into the first layer: for a column of large mean and small deviation its bias would cancel.
        graph.Append("Sub", [graph.Constant(means, [means.Length])]); // N × p
        graph.Append("Mul", [graph.Constant(inverseDeviations, [means.Length])]);
        foreach (DenseWeights layer in layers)
        {
            DenseLayer.Append(graph, layer); // N × layer.Outputs
            graph.Append("Relu");
        }
        if (projection is not null) DenseLayer.Append(graph, projection); // N × z
        return graph.ToModel((projection ?? layers[^1]).Outputs);
    }
}
