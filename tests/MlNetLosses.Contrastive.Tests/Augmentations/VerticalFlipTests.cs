using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class VerticalFlipTests : ImageAugmentationContract<VerticalFlip>
{
    protected override Gen<VerticalFlip> Values => Probability.Select(p => new VerticalFlip(p));

    protected override VerticalFlip Nothing => new(0);

    [Test]
    public void Top_becomes_bottom()
    {
        ImageShape shape = new(2, 11, 8);
        float[] image = Images.Random(shape, 5);
        float[] view = Images.View(new VerticalFlip(1), image, shape);
        for (int slot = 0; slot < shape.Length; slot++)
        {
            int channel = slot / 88, row = slot / 8 % 11, column = slot % 8;
            Assert.That(view[slot], Is.EqualTo(image[channel * 88 + (10 - row) * 8 + column]).Within(1e-6));
        }
    }
}
