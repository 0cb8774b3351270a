using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Network;

[TestFixture]
[Category("Simd")]
public sealed class MlpEncoderTests
{
    private const int Rows = 21;

    [Test]
    public void Gradients_are_slopes()
    {
        using Chunks chunks = new(1);
        MlpEncoder encoder = New(chunks);
        Example.SetInput(encoder, Rows);
        float[] target = Example.Target(encoder, Rows);
        Example.Pass(encoder, Rows);
        GradientCheck.Check(encoder.Parameters, () =>
        {
            encoder.Forward(Rows, training: true);
            return Example.Loss(encoder.Output.Span, target);
        });
    }

    [Test]
    public void What_is_exported_computes_what_the_encoder_computes()
    {
        using Chunks chunks = new(1);
        MlpEncoder encoder = New(chunks);
        float[][] examples = Example.SetInput(encoder, Rows);
        encoder.Forward(Rows, training: false);
        DenseWeights[] layers = encoder.Layers();
        float[] features = new float[encoder.FeatureLength];
        for (int row = 0; row < Rows; row++)
        {
            double[] values = [.. examples[row].Select(value => (double)value)];
            foreach (DenseWeights layer in layers[..^1]) values = [.. Map.Multiply(layer, values).Select(value => Math.Max(0, value))];
            encoder.CopyFeatures(row, features);
            Assert.That(features, Is.EqualTo(values).Within(1e-5), $"h of row {row}");
            Assert.That(encoder.Output.Span.Slice(row * encoder.OutputStride, encoder.OutputLength).ToArray(),
                Is.EqualTo(Map.Multiply(layers[^1], values)).Within(1e-5), $"z of row {row}");
        }
    }

    [Test]
    public void A_pass_gives_the_same_bits_on_any_number_of_threads([Values(2, 3, 16)] int threads)
    {
        Assert.That(Gradients(threads), Is.EqualTo(Gradients(threads: 1)));
    }

    [Test]
    public void An_encoder_without_hidden_layers_is_refused()
    {
        using Chunks chunks = new(1);
        Assert.That(() => new MlpEncoder(3, [], 4, 4, chunks, 1), Throws.ArgumentException.With.Message.Contains("one hidden layer"));
    }

    private static MlpEncoder New(Chunks chunks) => new(inputLength: 7, hidden: [20, 33], outputLength: 5, capacity: Rows, chunks, seed: 1);

    private static float[] Gradients(int threads)
    {
        using Chunks chunks = new(threads);
        MlpEncoder encoder = New(chunks);
        Example.SetInput(encoder, Rows);
        Example.Pass(encoder, Rows);
        return [.. encoder.Parameters.SelectMany(parameter => parameter.Gradient.Span.ToArray())];
    }
}
