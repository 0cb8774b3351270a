using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class RandomErasingTests : ImageAugmentationContract<RandomErasing>
{
    protected override Gen<RandomErasing> Values => Gen.Select(Probability, Gen.Double[0.001, 1], Gen.Double[0.001, 1], Gen.Double[1, 10])
        .Select((p, a, b, r) => new RandomErasing(p, Math.Min(a, b), Math.Max(a, b), r));

    protected override RandomErasing Nothing => new(0);

    [Test]
    public void A_rectangle_of_an_area_in_the_range_is_black_in_every_channel_and_the_rest_untouched()
    {
        ImageShape shape = new(2, 30, 40);
        float[] white = [.. Enumerable.Repeat(1f, shape.Length)];
        List<double> areas = [];
        for (ulong seed = 0; seed < 1000; seed++)
        {
            float[] view = Images.View(new RandomErasing(1, 0.1, 0.3, 2), white, shape, seed);
            int[] black = [.. Enumerable.Range(0, 1200).Where(slot => view[slot] == 0)];
            int left = black.Min(slot => slot % 40), right = black.Max(slot => slot % 40), top = black[0] / 40, bottom = black[^1] / 40;
            Assert.That(view.Skip(1200), Is.EqualTo(view.Take(1200)));
            Assert.That(view.Count(v => v == 1), Is.EqualTo(2400 - 2 * black.Length));
            Assert.That(black, Has.Length.EqualTo((right - left + 1) * (bottom - top + 1)));
            Assert.That((right - left) / 40.0 / ((bottom - top + 2) / 30.0), Is.LessThan(2));           // within a pixel of each side
            Assert.That((right - left + 2) / 40.0 / ((bottom - top) / 30.0), Is.GreaterThan(0.5));
            areas.Add(black.Length / 1200.0);
        }

        Assert.That(areas, Is.All.InRange(0.08, 0.33));                                                // rounding to pixels
        Assert.That(areas.Average(), Is.EqualTo(0.2).Within(0.01));
    }

    [Test]
    public void The_smallest_rectangle_is_a_pixel()
    {
        ImageShape shape = new(1, 8, 8);
        float[] white = [.. Enumerable.Repeat(1f, shape.Length)];
        Assert.That(Images.View(new RandomErasing(1, 0.001, 0.001, 1), white, shape).Count(v => v == 0), Is.EqualTo(1));
    }

    [Test]
    public void Every_pixel_can_be_lost()
    {
        ImageShape shape = new(1, 8, 8);
        float[] white = [.. Enumerable.Repeat(1f, shape.Length)], least = [.. white];
        for (ulong seed = 0; seed < 1000; seed++) least = [.. least.Zip(Images.View(new RandomErasing(1, 0.05, 0.1, 1), white, shape, seed), Math.Min)];
        Assert.That(least, Is.All.Zero);
    }

    [Test]
    public void It_happens_as_often_as_stated() =>
        Assert.That(Images.ShareOfChangedViews(new RandomErasing(0.3), new ImageShape(1, 8, 8)), Is.EqualTo(0.3).Within(0.04));
}
