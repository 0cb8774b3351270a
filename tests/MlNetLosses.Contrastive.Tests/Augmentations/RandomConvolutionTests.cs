using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class RandomConvolutionTests : ImageAugmentationContract<RandomConvolution>
{
    protected override Gen<RandomConvolution> Values => Gen.Double[0, 1].Select(strength => new RandomConvolution(strength));

    protected override RandomConvolution Nothing => new(0);

    [Test]
    public void It_is_the_sum_over_the_nine_neighbours_of_the_clamped_image()
    {
        ImageShape shape = new(2, 9, 11);
        Random random = new(3);
        float[] image = [.. Enumerable.Range(0, shape.Length).Select(_ => 0.3f + 0.4f * random.NextSingle())];
        float[] view = (float[])image.Clone();
        SplitMix64 drawn = new(7), used = new(7);
        new RandomConvolution(0.2).Apply(view, shape, new float[shape.Length], ref used);

        double[] kernel = [.. Enumerable.Range(0, 9).Select(i => drawn.Uniform(-0.2, 0.2) + (i == 4 ? 1 : 0))];
        double size = Math.Abs(kernel.Sum());
        Assert.That(size, Is.GreaterThan(0.3));
        for (int i = 0; i < shape.Length; i++)
        {
            (int channel, int y, int x) = (i / 99, i % 99 / 11, i % 11);
            double sum = 0;
            for (int d = 0; d < 9; d++)
                sum += kernel[d] * image[channel * 99 + Math.Clamp(y + d / 3 - 1, 0, 8) * 11 + Math.Clamp(x + d % 3 - 1, 0, 10)];
            Assert.That(view[i], Is.EqualTo(Math.Clamp(sum / size, 0, 1)).Within(1e-5));
        }
    }

    [Test]
    public void Constant_images_stay_as_they_are_up_to_the_edge()
    {
        ImageShape shape = new(1, 8, 9);
        float[] image = [.. Enumerable.Repeat(0.7f, shape.Length)];
        Assert.That(Images.View(new RandomConvolution(0.1), image, shape), Is.All.EqualTo(0.7).Within(1e-6));
    }
}
