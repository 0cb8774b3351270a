using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class HorizontalFlipTests : ImageAugmentationContract<HorizontalFlip>
{
    private static readonly float[] Row = [0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f];

    protected override Gen<HorizontalFlip> Values => Probability.Select(p => new HorizontalFlip(p));

    protected override HorizontalFlip Nothing => new(0);

    [Test]
    public void Left_becomes_right()
    {
        float[] view = Images.View(new HorizontalFlip(1), Images.Rows(Row), new ImageShape(1, 8, 9));
        Assert.That(view, Is.EqualTo(Images.Rows([.. Row.Reverse()])).Within(1e-6));
    }

    [Test]
    public void It_happens_as_often_as_stated()
    {
        ImageShape shape = new(1, 8, 9);
        float[] image = Images.Rows(Row);
        int flips = Enumerable.Range(0, 10_000).Count(seed => Images.View(new HorizontalFlip(0.3), image, shape, (ulong)seed)[0] > 0.5f);
        Assert.That(flips / 10_000.0, Is.EqualTo(0.3).Within(0.02));     // four standard errors
    }
}
