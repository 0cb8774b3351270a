using Microsoft.ML.OnnxRuntime;
using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Onnx;

namespace MlNetLosses.Contrastive.Tests.Onnx;

[TestFixture]
public sealed class ImageEncoderGraphTests
{
    private const double ByteScale = 1.0 / 255;

    private static readonly TestCaseData[] Encoders =
    [
        new TestCaseData(new ImageShape(1, 28, 28), (int[])[1, 16, 32, 64, 128]).SetArgDisplayNames("grey"),
        new TestCaseData(new ImageShape(3, 32, 32), (int[])[3, 16, 32, 48, 16]).SetArgDisplayNames("colour"),
        new TestCaseData(new ImageShape(3, 13, 9), (int[])[3, 5, 7, 11, 3]).SetArgDisplayNames("odd sizes and channels"),
        new TestCaseData(new ImageShape(2, 8, 21), (int[])[2, 16, 16, 16, 16]).SetArgDisplayNames("smallest height, two channels"),
        new TestCaseData(new ImageShape(1, 8, 8), (int[])[1, 4]).SetArgDisplayNames("one block"),
        new TestCaseData(new ImageShape(1, 256, 17), (int[])[1, 4, 4]).SetArgDisplayNames("tall"),
    ];

    [TestCaseSource(nameof(Encoders))]
    public void H_is_what_the_definition_says(ImageShape shape, int[] channels)
    {
        RandomLayers random = new(seed: 1);
        FoldedConvolution[] blocks = random.Blocks(channels);
        OnnxModel model = ImageEncoderGraph.Build("Pixels", "Embedding", shape, ByteScale, blocks, projection: null);
        float[][] images = [random.Pixels(shape.Length), random.Pixels(shape.Length), new float[shape.Length]];
        float[][] embeddings = Runtime.Run(model, images);
        for (int i = 0; i < images.Length; i++)
            Assert.That(embeddings[i], Is.EqualTo(NaiveEncoder.Image(shape, ByteScale, blocks, null, images[i])).Within(1e-5));
    }

    [TestCaseSource(nameof(Encoders))]
    public void Z_is_what_the_definition_says(ImageShape shape, int[] channels)
    {
        RandomLayers random = new(seed: 2);
        FoldedConvolution[] blocks = random.Blocks(channels);
        float[] image = random.Pixels(shape.Length);
        int features = NaiveEncoder.Image(shape, ByteScale, blocks, null, image).Length;
        DenseWeights projection = random.Dense(features, 10);
        projection.Biases[0] = -10; // No ReLU follows z: it would show here.
        OnnxModel model = ImageEncoderGraph.Build("Pixels", "Embedding", shape, ByteScale, blocks, projection);
        double[] expected = NaiveEncoder.Image(shape, ByteScale, blocks, projection, image);
        Assert.That(Runtime.Run(model, image)[0], Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void Without_scale_pixels_are_taken_as_they_are()
    {
        RandomLayers random = new(seed: 3);
        ImageShape shape = new(1, 9, 9);
        FoldedConvolution[] blocks = random.Blocks(1, 4, 4);
        float[] image = random.Values(shape.Length, bound: 1);
        OnnxModel model = ImageEncoderGraph.Build("Pixels", "Embedding", shape, inputScale: 1, blocks, projection: null);
        Assert.That(Runtime.Run(model, image)[0], Is.EqualTo(NaiveEncoder.Image(shape, 1, blocks, null, image)).Within(1e-5));
    }

    [Test]
    public void The_weights_handed_over_are_left_as_they_were()
    {
        FoldedConvolution[] blocks = new RandomLayers(seed: 4).Blocks(1, 4);
        float[] before = [.. blocks[0].Weights];
        ImageEncoderGraph.Build("Pixels", "Embedding", new ImageShape(1, 8, 8), ByteScale, blocks, projection: null);
        Assert.That(blocks[0].Weights, Is.EqualTo(before));
    }

    [Test]
    public void The_output_states_its_length()
    {
        RandomLayers random = new(seed: 5);
        ImageShape shape = new(1, 28, 28);
        FoldedConvolution[] blocks = random.Blocks(1, 16, 32, 64, 128);
        OnnxModel h = ImageEncoderGraph.Build("Pixels", "Embedding", shape, ByteScale, blocks, projection: null);
        OnnxModel z = ImageEncoderGraph.Build("Pixels", "Embedding", shape, ByteScale, blocks, random.Dense(1152, 7));
        Assert.That(Runtime.OutputShape(h), Is.EqualTo((int[])[-1, 1152]));
        Assert.That(Runtime.OutputShape(z), Is.EqualTo((int[])[-1, 7]));
    }

    [Test]
    public void The_model_asks_for_one_thread()
    {
        OnnxModel model = ImageEncoderGraph.Build("Pixels", "Embedding", new(1, 8, 8), 1, new RandomLayers(seed: 6).Blocks(1, 4), projection: null);
        using InferenceSession session = new(model.Bytes);
        Assert.That(session.ModelMetadata.CustomMetadataMap["ort_config"], Is.EqualTo("""{"session_options":{"intra_op_num_threads":1}}"""));
    }
}
