using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class RandomResizedCropTests : ImageAugmentationContract<RandomResizedCrop>
{
    protected override Gen<RandomResizedCrop> Values =>
        Gen.Select(Gen.Double[0.01, 1], Gen.Double[0.01, 1], Gen.Double[1, 10]).Select((a, b, d) => new RandomResizedCrop(Math.Min(a, b), Math.Max(a, b), d));

    protected override RandomResizedCrop Nothing => new(1, 1, 1);

    [TestCase(28, 28)]
    [TestCase(8, 40)]
    [TestCase(40, 8)]
    public void Area_is_uniform_and_the_crop_lies_in_the_image(int height, int width)
    {
        RandomResizedCrop crop = new(0.2, 0.8, 2);
        SplitMix64 random = new(7);
        double[] areas = new double[2000];
        for (int i = 0; i < areas.Length; i++)
        {
            AffineMap map = crop.Draw(new ImageShape(1, height, width), ref random);
            areas[i] = map.XByX * map.YByY;
            Assert.That(map, Has.Property("XByY").Zero.And.Property("YByX").Zero);
            Assert.That(map.XByX / map.YByY, Is.InRange(0.5 - 1e-9, 2 + 1e-9));
            Assert.That(Math.Abs(map.XShift), Is.LessThanOrEqualTo(width * (1 - map.XByX) / 2 + 1e-9));
            Assert.That(Math.Abs(map.YShift), Is.LessThanOrEqualTo(height * (1 - map.YByY) / 2 + 1e-9));
        }

        Array.Sort(areas);
        double largestDeviation = areas.Select((area, i) => Math.Abs((area - 0.2) / 0.6 - (i + 0.5) / areas.Length)).Max();
        Assert.That(largestDeviation, Is.LessThan(2.2 / Math.Sqrt(areas.Length)));     // Kolmogorov–Smirnov: held by all but 1 in 8,000 uniform samples
    }

    [Test]
    public void The_logarithm_of_the_distortion_is_symmetric()
    {
        RandomResizedCrop crop = new(0.1, 0.3, 2);
        SplitMix64 random = new(9);
        double[] logarithms = [.. Enumerable.Range(0, 10_000).Select(_ =>
        {
            AffineMap map = crop.Draw(new ImageShape(1, 8, 30), ref random);
            return Math.Log(map.XByX / map.YByY, 2);
        })];
        Assert.That(logarithms.Average(), Is.Zero.Within(0.024));                                  // in −1 … 1, uniform: all fit an area of 0.3
        Assert.That(logarithms.Average(v => v * v), Is.EqualTo(1.0 / 3).Within(0.012));
    }

    [Test]
    public void Half_a_gradient_is_a_gradient_of_half_the_slope()
    {
        // The middle half of the columns of v = x / 15: pixel j of the view lies at x = 3.75 + j / 2.
        float[] image = Images.Rows([.. Enumerable.Range(0, 16).Select(x => x / 15f)]), view = new float[128];
        BilinearResampling.Apply(image, view, new ImageShape(1, 8, 16), new AffineMap(0.5, 0, 0, 0, 1, 0));
        Assert.That(view, Is.EqualTo(Images.Rows([.. Enumerable.Range(0, 16).Select(j => (3.75f + j / 2f) / 15f)])).Within(1e-6));
    }

    [Test]
    public void Crossed_areas_are_refused() => Assert.That(
        () => new RandomResizedCrop(0.8, 0.5), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.StartsWith("largestArea must not be below smallestArea, 0.8, got 0.5."));
}
