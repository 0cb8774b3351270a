using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Network.Optimizers;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Tests.Network;

[TestFixture]
[Category("Simd")]
public sealed class ConvolutionalEncoderTests
{
    private const int Rows = 20;
    private static readonly int[] Channels = [5, 16, 20];
    private static readonly ImageShape Small = new(3, 11, 9);

    [TestCase(1, 8, 8)]
    [TestCase(3, 11, 9)]
    [TestCase(2, 19, 16)]
    public void Gradients_are_slopes(int channels, int height, int width)
    {
        using Chunks chunks = new(1);
        ConvolutionalEncoder encoder = New(new ImageShape(channels, height, width), chunks);
        Example.SetInput(encoder, Rows);
        float[] target = Example.Target(encoder, Rows);
        Example.Pass(encoder, Rows);
        GradientCheck.Check(encoder.Parameters, () =>
        {
            encoder.Forward(Rows, training: true);
            return Example.Loss(encoder.Output.Span, target);
        });
    }

    [TestCase(1, 8, 8)]
    [TestCase(3, 33, 21)]
    public void Training_computes_what_the_definitions_say(int channels, int height, int width)
    {
        using Chunks chunks = new(1);
        ImageShape shape = new(channels, height, width);
        ConvolutionalEncoder encoder = New(shape, chunks);
        Map[] maps = [.. Example.SetInput(encoder, Rows).Select(example => Map.Of(shape, example))];

        // Before the first step the running statistics are 0 and 1, so that folding leaves the weights as they are but for a scale.
        foreach (FoldedConvolution layer in encoder.Fold())
        {
            maps = Map.Normalize([.. maps.Select(map => map.Convolve(layer))]);
            maps = [.. maps.Select(map => layer.Pools ? map.Rectify().Pool() : map.Rectify())];
        }

        encoder.Forward(Rows, training: true);
        AssertComputes(encoder, maps);
    }

    [Test]
    public void What_is_exported_computes_what_the_encoder_computes_after_training()
    {
        using Chunks chunks = new(1);
        ConvolutionalEncoder encoder = New(Small, chunks);
        Map[] maps = [.. Example.SetInput(encoder, Rows).Select(example => Map.Of(Small, example))];
        Train(encoder, steps: 5);
        foreach (FoldedConvolution layer in encoder.Fold())
            maps = [.. maps.Select(map => map.Convolve(layer).Rectify()).Select(map => layer.Pools ? map.Pool() : map)];

        encoder.Forward(Rows, training: false);
        AssertComputes(encoder, maps);
    }

    [Test]
    public void Training_gives_the_same_bits_on_any_number_of_threads([Values(2, 3, 16)] int threads)
    {
        Assert.That(Trained(Kernels.Widest, threads), Is.EqualTo(Trained(Kernels.Widest, threads: 1)));
    }

    [Test]
    public void Vectors_of_any_width_agree_with_the_scalar_kernels()
    {
        float[] expected = Gradients(Kernels.Accelerated[^1]);
        foreach (Kernels kernels in Kernels.Accelerated)
            Assert.That(Gradients(kernels), Is.EqualTo(expected).Within(1e-5 * expected.Max()), $"{kernels.Width} numbers at a time");
    }

    [Test]
    public void Padding_stays_zero()
    {
        using Chunks chunks = new(1);
        ConvolutionalEncoder encoder = New(Small, chunks), fresh = New(Small, chunks);
        Example.SetInput(encoder, Rows);
        Train(encoder, steps: 3);
        for (int i = 0; i < encoder.Parameters.Count; i++)
        {
            // A shift β starts at zero without being padding: its first values are those of its scale γ.
            Parameter parameter = encoder.Parameters[i];
            bool shifts = parameter.Name.EndsWith(".beta", StringComparison.Ordinal);
            Span<float> start = fresh.Parameters[shifts ? i - 1 : i].Value.Span;
            for (int j = 0; j < start.Length; j++)
                if (start[j] == 0) Assert.That(parameter.Value.Span[j], Is.Zero, $"{parameter.Name}[{j}]");
        }
    }

    [Test]
    public void A_step_allocates_nothing([Values(1, 2)] int threads)
    {
        using Chunks chunks = new(threads);
        ConvolutionalEncoder encoder = New(Small, chunks);
        Example.SetInput(encoder, Rows);
        AdamW optimizer = new(encoder.Parameters, 1e-4);
        Assert.That(Allocation.Least(() => Steps(50)), Is.Zero);

        void Steps(int count)
        {
            for (int step = 0; step < count; step++)
            {
                encoder.Forward(Rows, training: true);
                encoder.Backward(Rows);
                optimizer.Step(1e-3);
            }
        }
    }

    [Test]
    public void Too_many_blocks_for_the_image_are_refused()
    {
        using Chunks chunks = new(1);
        Assert.That(() => new ConvolutionalEncoder(new ImageShape(1, 8, 8), [4, 4, 4, 4, 4], 4, 4, chunks, 1),
            Throws.ArgumentException.With.Message.Contains("5 blocks leave nothing of 1 × 8 × 8"));
        Assert.That(() => new ConvolutionalEncoder(new ImageShape(1, 8, 8), [], 4, 4, chunks, 1),
            Throws.ArgumentException.With.Message.Contains("one block"));
        Assert.That(() => new ConvolutionalEncoder(new ImageShape(1, 8, 8), [4, 0], 4, 4, chunks, 1),
            Throws.ArgumentException.With.Message.Contains("block 2 has 0"));
    }

    private static ConvolutionalEncoder New(ImageShape shape, Chunks chunks, Kernels? kernels = null) =>
        new(shape, Channels, outputLength: 6, capacity: Rows + 3, chunks, seed: 1, kernels);

    private static void AssertComputes(ConvolutionalEncoder encoder, Map[] features)
    {
        float[] actual = new float[encoder.FeatureLength];
        for (int row = 0; row < Rows; row++)
        {
            encoder.CopyFeatures(row, actual);
            Assert.That(actual, Is.EqualTo(features[row].Values).Within(1e-4), $"h of row {row}");
            Assert.That(encoder.Output.Span.Slice(row * encoder.OutputStride, encoder.OutputLength).ToArray(),
                Is.EqualTo(Map.Multiply(encoder.Dense(), features[row].Values)).Within(1e-4), $"z of row {row}");
        }
    }

    private static void Train(ConvolutionalEncoder encoder, int steps)
    {
        AdamW optimizer = new(encoder.Parameters, 0.1);
        for (int step = 0; step < steps; step++)
        {
            Example.Pass(encoder, Rows);
            optimizer.Step(1e-2);
        }
    }

    private static float[] Trained(Kernels kernels, int threads)
    {
        using Chunks chunks = new(threads);
        ConvolutionalEncoder encoder = New(Small, chunks, kernels);
        Example.SetInput(encoder, Rows);
        Train(encoder, steps: 3);
        return [.. encoder.Parameters.SelectMany(parameter => parameter.Value.Span.ToArray()), .. encoder.Statistics.SelectMany(tensor => tensor.Span.ToArray())];
    }

    private static float[] Gradients(Kernels kernels)
    {
        using Chunks chunks = new(1);
        ConvolutionalEncoder encoder = New(Small, chunks, kernels);
        Example.SetInput(encoder, Rows);
        Example.Pass(encoder, Rows);
        return [.. encoder.Parameters.SelectMany(parameter => parameter.Gradient.Span.ToArray()), .. encoder.Output.Span];
    }
}
