using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class GrayscaleTests : ImageAugmentationContract<Grayscale>
{
    protected override Gen<Grayscale> Values => Probability.Select(p => new Grayscale(p));

    protected override Grayscale Nothing => new(0);

    protected override int[] Channels => [3];

    [Test]
    public void All_channels_become_the_luma() => Gen.Select(Images.Shapes(3), Gen.ULong).Sample((shape, seed) =>
    {
        float[] image = Images.Random(shape, seed), view = Images.View(new Grayscale(1), image, shape);
        int plane = shape.Height * shape.Width;
        return Enumerable.Range(0, plane).All(i => view[i] == view[plane + i] && view[i] == view[2 * plane + i]
            && Math.Abs(view[i] - (0.299 * image[i] + 0.587 * image[plane + i] + 0.114 * image[2 * plane + i])) < 1e-6);
    });

    [Test]
    public void It_happens_as_often_as_stated() =>
        Assert.That(Images.ShareOfChangedViews(new Grayscale(0.3), new ImageShape(3, 8, 8)), Is.EqualTo(0.3).Within(0.04));

    [Test]
    public void Other_images_than_of_three_channels_are_refused([Values(1, 2, 4)] int channels) =>
        Assert.That(() => new ImageViews([new Grayscale()], new ImageShape(channels, 8, 9)),
            Throws.ArgumentException.With.Message.StartsWith($"Images must have 3 channels (red, green, blue) for Grayscale, got {channels} × 8 × 9. Leave it out"));
}
