using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Onnx;

/// <summary>An encoder of images as an ONNX model.</summary>
internal static class ImageEncoderGraph
{
    /// <summary>The model that maps planar pixels, <c>N × (C · H · W)</c>, to an embedding, <c>N × length</c>.</summary>
    /// <param name="input">The input's name: that of the column.</param>
    /// <param name="outputColumn">The column that ML.NET is to make of the output.</param>
    /// <param name="shape">C × H × W.</param>
    /// <param name="inputScale">What pixels are multiplied by before the first convolution, 1/255 for bytes.</param>
    /// <param name="blocks">At least one; the first takes C channels. The last one's values, flattened, are h.</param>
    /// <param name="projection">z by h, or null for h itself.</param>
    /// <param name="middleBlock">The block whose values, flattened, follow h; null: none do.</param>
    public static OnnxModel Build(
        string input, string outputColumn, ImageShape shape, double inputScale, IReadOnlyList<FoldedConvolution> blocks, DenseWeights? projection,
        int? middleBlock = null)
    {
        OnnxGraph graph = new(input, shape.Length, outputColumn);
        (int channels, int height, int width) = (shape.Channels, shape.Height, shape.Width);
        (string? middle, int middleLength) = (null, 0);
        graph.Append("Reshape", [graph.Constant([-1, channels, height, width])]); // N × C × H × W
        for (int i = 0; i < blocks.Count; i++)
        {
            // The scale goes into the first weights: Σ w (s x) = Σ (w s) x, and the padding is 0 either way.
            AppendConvolution(graph, blocks[i], weightScale: i == 0 ? inputScale : 1); // N × outputs × height × width
            graph.Append("Relu");
            channels = blocks[i].Outputs;
            if (blocks[i].Pools)
            {
                graph.Append("MaxPool", attributes: [OnnxGraph.Attribute("kernel_shape", [2, 2]), OnnxGraph.Attribute("strides", [2, 2])]);
                (height, width) = (height / 2, width / 2); // N × outputs × ⌊height / 2⌋ × ⌊width / 2⌋
            }

            if (i != middleBlock) continue;
            AppendFlatten(graph); // N × middleLength
            (middle, middleLength) = (graph.Current(), channels * height * width);
            graph.Append("Reshape", [graph.Constant([-1, channels, height, width])]);
        }

        AppendFlatten(graph); // N × (channels · height · width)
        if (projection is not null) DenseLayer.Append(graph, projection); // N × z
        if (middle is not null) graph.Append("Concat", [middle], [OnnxGraph.Attribute("axis", 1)]); // N × (h + middleLength)
        return graph.ToModel((projection?.Outputs ?? channels * height * width) + middleLength);
    }

    private static void AppendFlatten(OnnxGraph graph) => graph.Append("Flatten", attributes: [OnnxGraph.Attribute("axis", 1)]);

    private static void AppendConvolution(OnnxGraph graph, FoldedConvolution block, double weightScale)
    {
        float[] weights = Array.ConvertAll(block.Weights, weight => (float)(weight * weightScale));
        graph.Append(
            "Conv",
            [graph.Constant(weights, [block.Outputs, block.Inputs, 3, 3]), graph.Constant(block.Biases, [block.Outputs])],
            [OnnxGraph.Attribute("kernel_shape", [3, 3]), OnnxGraph.Attribute("pads", [1, 1, 1, 1])]);
    }
}
