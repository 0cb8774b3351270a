using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class BrightnessContrastTests : ImageAugmentationContract<BrightnessContrast>
{
    protected override Gen<BrightnessContrast> Values => Gen.Double[0, 1].Select(s => new BrightnessContrast(s));

    protected override BrightnessContrast Nothing => new(0);

    [Test]
    public void A_constant_image_has_no_contrast_only_brightness()
    {
        ImageShape shape = new(1, 8, 8);
        float[] image = [.. Enumerable.Repeat(0.25f, 64)];
        double[] factors = [.. Enumerable.Range(0, 5000).Select(seed =>
        {
            float[] view = Images.View(new BrightnessContrast(0.6), image, shape, (ulong)seed);
            Assert.That(view, Is.All.EqualTo(view[0]));
            return view[0] / 0.25;
        })];
        Assert.That(factors, Is.All.InRange(0.4 - 1e-6, 1.6 + 1e-6));
        Assert.That(factors.Average(), Is.EqualTo(1).Within(0.02));
        Assert.That(factors.Average(f => (f - 1) * (f - 1)), Is.EqualTo(0.12).Within(0.007));     // 0.6² / 3
    }

    [Test]
    public void The_map_is_linear_about_the_mean_and_clips()
    {
        // Mean 0.5: v ↦ b (0.5 + c (v − 0.5)), so the mid pixels become b / 2, and the others differ from it by b c / 2 unless clipped.
        float[] image = Images.Rows(0, 0.5f, 1, 0.5f, 0, 0.5f, 1, 0.5f);
        for (ulong seed = 0; seed < 200; seed++)
        {
            SplitMix64 random = SplitMix64.For(seed, 0, 0, 0);
            double contrast = random.Uniform(0.4, 1.6), brightness = random.Uniform(0.4, 1.6);
            float[] view = Images.View(new BrightnessContrast(0.6), image, new ImageShape(1, 8, 8), seed);
            double low = Math.Clamp(brightness * (0.5 - 0.5 * contrast), 0, 1), high = Math.Clamp(brightness * (0.5 + 0.5 * contrast), 0, 1);
            Assert.That(view[..4], Is.EqualTo(new[] { low, brightness / 2, high, brightness / 2 }).Within(1e-6));
        }
    }
}
