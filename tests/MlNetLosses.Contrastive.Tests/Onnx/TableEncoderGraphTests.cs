using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Onnx;

namespace MlNetLosses.Contrastive.Tests.Onnx;

[TestFixture]
public sealed class TableEncoderGraphTests
{
    private static readonly float[] Means = [0, -3.5f, 0.25f, 1e6f];
    private static readonly float[] InverseDeviations = [1, 0.5f, 1000, 2];

    private static readonly float[][] Rows =
    [
        [0.5f, -3, 0.251f, 1e6f],
        [-1.25f, 0, 0.25f, 1e6f + 0.75f],
        [0, -3.5f, 0.2485f, 1e6f - 1.25f],
    ];

    [TestCase(8)]
    [TestCase(256, 256, 256)]
    public void H_is_what_the_definition_says(params int[] widths)
    {
        DenseWeights[] layers = Layers(new(seed: 1), widths);
        OnnxModel model = TableEncoderGraph.Build("Features", "Embedding", Means, InverseDeviations, layers, projection: null);
        float[][] embeddings = Runtime.Run(model, Rows);
        for (int i = 0; i < Rows.Length; i++)
            Assert.That(embeddings[i], Is.EqualTo(NaiveEncoder.Table(Means, InverseDeviations, layers, null, Rows[i])).Within(1e-5));
        Assert.That(Runtime.OutputShape(model), Is.EqualTo((int[])[-1, widths[^1]]));
    }

    [Test]
    public void Z_is_what_the_definition_says()
    {
        RandomLayers random = new(seed: 2);
        DenseWeights[] layers = Layers(random, 16, 12);
        DenseWeights projection = random.Dense(12, 5);
        OnnxModel model = TableEncoderGraph.Build("Features", "Embedding", Means, InverseDeviations, layers, projection);
        float[][] embeddings = Runtime.Run(model, Rows);
        for (int i = 0; i < Rows.Length; i++)
            Assert.That(embeddings[i], Is.EqualTo(NaiveEncoder.Table(Means, InverseDeviations, layers, projection, Rows[i])).Within(1e-5));
        Assert.That(Runtime.OutputShape(model), Is.EqualTo((int[])[-1, 5]));
    }

    private static DenseWeights[] Layers(RandomLayers random, params int[] widths) =>
        [.. widths.Select((width, i) => random.Dense(i == 0 ? Means.Length : widths[i - 1], width))];
}
