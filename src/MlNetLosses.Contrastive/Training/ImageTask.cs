using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Onnx;

namespace MlNetLosses.Contrastive.Training;

/// <summary>Pretraining on images: pixels in [0, 1], a convolutional encoder.</summary>
internal sealed class ImageTask : PretrainingTask
{
    private readonly ContrastiveOptions options;
    private readonly ImageShape shape;
    private readonly ImageViews views;
    private readonly ConvolutionalEncoder encoder;

    /// <param name="options">Checked.</param>
    /// <param name="shape">Of all images.</param>
    /// <param name="rows">Pixels in [0, <see cref="ContrastiveOptions.MaximumPixel"/>]; scaled to [0, 1] in place.</param>
    /// <param name="capacity">Rows of a batch.</param>
    /// <param name="chunks">The threads.</param>
    /// <param name="seed">Of the weights.</param>
    public ImageTask(ContrastiveOptions options, ImageShape shape, float[][] rows, int capacity, Chunks chunks, int seed)
        : base(options.Embedding)
    {
        (this.options, this.shape, Rows) = (options, shape, rows);
        foreach (float[] row in rows) TensorPrimitives.Multiply(row, (float)(1 / options.MaximumPixel), row);
        views = new(options.ImageAugmentations!, shape);
        encoder = new(shape, options.Channels, options.OutputLength, capacity, chunks, (ulong)seed);
    }

    public override IReadOnlyList<float[]> Rows { get; }

    public override IEncoder Encoder => encoder;

    public override int EmbeddingLength => base.EmbeddingLength + (HasMiddle ? encoder.MiddleLength : 0);

    private bool HasMiddle => options.Embedding == EmbeddingLayer.FeaturesAndMiddleBlock;

    public override void CopyEmbedding(int row, Span<float> embedding)
    {
        base.CopyEmbedding(row, embedding);
        if (HasMiddle) encoder.CopyMiddle(row, embedding[base.EmbeddingLength..]);
    }

    public override void DrawView(int example, int view, Span<float> destination, Span<float> scratch, ref SplitMix64 random) =>
        views.Draw(Rows[example], destination, scratch, ref random);

    public override OnnxModel ToOnnx(string input, string output) => ImageEncoderGraph.Build(
        input, output, shape, 1 / options.MaximumPixel, encoder.Fold(), options.Embedding == EmbeddingLayer.Output ? encoder.Dense() : null,
        HasMiddle ? encoder.MiddleBlock : null);
}
