using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class GaussianBlurTests : ImageAugmentationContract<GaussianBlur>
{
    protected override Gen<GaussianBlur> Values =>
        Gen.Select(Probability, Gen.Double[0.01, 10], Gen.Double[0.01, 10]).Select((p, a, b) => new GaussianBlur(p, Math.Min(a, b), Math.Max(a, b)));

    protected override GaussianBlur Nothing => new(1, 0.01, 0.01);

    [Test]
    public void A_point_becomes_a_Gaussian_of_the_same_sum([Values(0.5, 1, 2)] double sigma)
    {
        ImageShape shape = new(2, 15, 17);
        float[] image = new float[shape.Length];
        image[255 + 7 * 17 + 8] = 1;        // the middle of the second channel, at least 3σ from every edge
        float[] view = Images.View(new GaussianBlur(1, sigma, sigma), image, shape);
        Assert.That(view[..255], Is.All.Zero);
        Assert.That(view.Sum(v => (double)v), Is.EqualTo(1).Within(1e-5));
        double[] weights = [.. Enumerable.Range(-7, 15).Select(d => Math.Abs(d) <= Math.Ceiling(3 * sigma) ? Math.Exp(-d * d / (2 * sigma * sigma)) : 0)];
        double sum = weights.Sum();
        for (int y = 0; y < 15; y++)
            for (int x = 0; x < 17; x++)
                Assert.That(view[255 + y * 17 + x], Is.EqualTo(x is 0 or 16 ? 0 : weights[y] * weights[x - 1] / (sum * sum)).Within(1e-6));
    }

    [Test]
    public void Constant_images_stay_as_they_are_up_to_the_edge()
    {
        ImageShape shape = new(1, 8, 9);
        float[] image = [.. Enumerable.Repeat(0.7f, shape.Length)];
        Assert.That(Images.View(new GaussianBlur(1, 10, 10), image, shape), Is.All.EqualTo(0.7).Within(1e-6));
    }

    [Test]
    public void It_happens_as_often_as_stated() =>
        Assert.That(Images.ShareOfChangedViews(new GaussianBlur(0.3, 1, 2), new ImageShape(1, 8, 8)), Is.EqualTo(0.3).Within(0.04));
}
