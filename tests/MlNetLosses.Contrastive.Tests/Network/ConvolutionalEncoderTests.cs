using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Tests.Network;

[TestFixture]
[Category("Simd")]
public sealed class ConvolutionalEncoderTests
{
    private static readonly int[] Channels = [5, 16, 20];

    [TestCase(1, 8, 8)]
    [TestCase(3, 11, 9)]
    public void Gradients_are_slopes(int channels, int height, int width)
    {
        using Chunks chunks = new(2);
        ConvolutionalEncoder encoder = new(new ImageShape(channels, height, width), Channels, 6, 20, chunks, seed: 1);
        float[] target = Example.Fill(encoder, 20);
        double Loss()
        {
            encoder.Forward(20, training: true);
            double loss = 0;
            for (int i = 0; i < target.Length; i++) loss += target[i] * Math.Tanh(encoder.Output.Span[i]);
            return loss;
        }

        Loss();
        for (int i = 0; i < target.Length; i++)
            encoder.OutputGradient.Span[i] = (float)(target[i] * (1 - Math.Pow(Math.Tanh(encoder.Output.Span[i]), 2)));
        encoder.Backward(20);
        GradientCheck.Check(encoder.Parameters, Loss);
    }
}
