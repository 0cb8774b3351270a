using BenchmarkDotNet.Attributes;
using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network;
using Simd = MlNetLosses.Contrastive.Network.Simd.Kernels;

namespace MlNetLosses.Benchmarks.Kernels;

/// <summary>
/// The three products of a convolution, for a chunk of 16 images on one thread, at the four layers of the encoder 16-32-64-128 for 28 × 28 grey
/// images. Each multiplies and adds 9 · inputs · outputs · side² numbers an image: divide by the time for the rate.
/// </summary>
public class Convolutions
{
    private const int Batch = 16;
    private Convolution convolution = null!;
    private Images output = null!;
    private Images gradient = null!;
    private Images inputGradient = null!;

    [ParamsSource(nameof(Layers))]
    public Layer Shape { get; set; } = Layers[0];

    public static IReadOnlyList<Layer> Layers { get; } = [new(28, 1, 16), new(14, 16, 32), new(7, 32, 64), new(3, 64, 128)];

    [GlobalSetup]
    public void Setup()
    {
        SplitMix64 random = new(1);
        Images input = new(Batch, Shape.Side, Shape.Side, Shape.Inputs, border: 1);
        convolution = new Convolution("convolution", input, Shape.Inputs, Shape.Outputs, Simd.Widest, ref random);
        gradient = convolution.NewGradient();
        output = new Images(Batch, Shape.Side, Shape.Side, Shape.Outputs, border: 0);
        inputGradient = new Images(Batch, Shape.Side, Shape.Side, Shape.Inputs, border: 0);
        foreach (Images images in new[] { input, gradient })
            for (int i = 0; i < images.Values.Length; i++) images.Values.Span[i] = (float)random.Uniform();
    }

    [Benchmark]
    public void Forward() => convolution.Forward(0, Batch, output);

    [Benchmark]
    public void WeightGradient()
    {
        for (int image = 0; image < Batch; image += convolution.ImagesPerBlock)
            convolution.AddWeightGradient(0, image, Math.Min(convolution.ImagesPerBlock, Batch - image), gradient, first: image == 0);
    }

    [Benchmark]
    public void InputGradient()
    {
        // The first layer has no gradient by its input: images are not learnt.
        if (Shape.Inputs == 1) return;
        for (int image = 0; image < Batch; image += convolution.ImagesPerBlock)
            convolution.InputGradient(image, Math.Min(convolution.ImagesPerBlock, Batch - image), gradient, inputGradient);
    }

    public sealed record Layer(int Side, int Inputs, int Outputs)
    {
        public override string ToString() => $"{Side} × {Side}, {Inputs} → {Outputs}";
    }
}
