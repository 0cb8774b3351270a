using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class ColorJitterTests : ImageAugmentationContract<ColorJitter>
{
    private static readonly ImageShape Shape = new(3, 8, 8);

    protected override Gen<ColorJitter> Values => Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 0.5], Probability)
        .Select((b, c, s, h, p) => new ColorJitter(b, c, s, h, p));

    protected override ColorJitter Nothing => new(0, 0, 0, 0, 1);

    protected override int[] Channels => [3];

    [Test]
    public void Brightness_is_a_factor() =>
        Assert.That(Changed(Uniform(0.2f, 0.4f, 0.6f), brightness: 1.5), Is.EqualTo(Uniform(0.3f, 0.6f, 0.9f)).Within(1e-6));

    [Test]
    public void Contrast_stretches_about_the_mean_luma()
    {
        // Half black, half the grey 0.8: mean 0.4, so with contrast 1/2 they become 0.2 and 0.6.
        float[] image = [.. Enumerable.Range(0, 192).Select(i => i % 2 * 0.8f)];
        Assert.That(Changed(image, contrast: 0.5), Is.EqualTo(Enumerable.Range(0, 192).Select(i => 0.2f + i % 2 * 0.4f)).Within(1e-6));
    }

    [Test]
    public void Without_saturation_all_channels_are_the_luma()
    {
        float luma = (float)(0.299 * 0.2 + 0.587 * 0.4 + 0.114 * 0.6);
        Assert.That(Changed(Uniform(0.2f, 0.4f, 0.6f), saturation: 0), Is.EqualTo(Uniform(luma, luma, luma)).Within(1e-6));
    }

    [Test]
    public void Half_a_turn_of_hue_is_the_complement_with_the_same_luma()
    {
        double luma = 0.299 * 0.4 + 0.587 * 0.5 + 0.114 * 0.6;
        float[] expected = Uniform((float)(2 * luma - 0.4), (float)(2 * luma - 0.5), (float)(2 * luma - 0.6));
        Assert.That(Changed(Uniform(0.4f, 0.5f, 0.6f), turns: 0.5), Is.EqualTo(expected).Within(1e-6));
        Assert.That(Changed(Uniform(0.4f, 0.5f, 0.6f), turns: -0.5), Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void A_third_of_a_turn_leads_red_to_green_to_blue_to_red()
    {
        Assert.That(Enumerable.Range(0, 3).Select(thirds => Array.IndexOf(Highest(thirds / 3.0), true)), Is.EqualTo(new[] { 0, 1, 2 }));

        static bool[] Highest(double turns)
        {
            float[] view = Changed(Uniform(0.6f, 0.4f, 0.4f), turns: turns);
            float highest = Math.Max(view[0], Math.Max(view[64], view[128]));
            return [view[0] == highest, view[64] == highest, view[128] == highest];
        }
    }

    [Test]
    public void A_full_turn_of_hue_changes_nothing()
    {
        float[] image = Images.Random(Shape, 1);
        Assert.That(Images.LargestDifference(Changed(image, turns: 1), image), Is.LessThan(1e-6));
    }

    [Test]
    public void Two_turns_of_hue_add_up() => Gen.Double[-1, 1].Array[2].Sample(turns =>
    {
        float[] image = [.. Images.Random(Shape, 1).Select(v => 0.4f + 0.2f * v)];     // so that nothing is clipped
        return Images.LargestDifference(Changed(Changed(image, turns: turns[0]), turns: turns[1]), Changed(image, turns: turns[0] + turns[1])) < 1e-6;
    });

    [Test]
    public void Grey_has_no_hue_and_no_saturation() =>
        Assert.That(Changed(Uniform(0.3f, 0.3f, 0.3f), saturation: 2, turns: 0.2), Is.EqualTo(Uniform(0.3f, 0.3f, 0.3f)).Within(1e-6));

    [Test]
    public void It_happens_as_often_as_stated() =>
        Assert.That(Images.ShareOfChangedViews(new ColorJitter(probability: 0.3), Shape), Is.EqualTo(0.3).Within(0.04));

    [Test]
    public void Other_images_than_of_three_channels_are_refused([Values(1, 2, 4)] int channels) =>
        Assert.That(() => new ImageViews([new ColorJitter()], new ImageShape(channels, 8, 9)),
            Throws.ArgumentException.With.Message.StartsWith($"Images must have 3 channels (red, green, blue) for ColorJitter, got {channels} × 8 × 9. Leave it out"));

    private static float[] Uniform(float red, float green, float blue) =>
        [.. Enumerable.Repeat(red, 64), .. Enumerable.Repeat(green, 64), .. Enumerable.Repeat(blue, 64)];

    private static float[] Changed(float[] image, double brightness = 1, double contrast = 1, double saturation = 1, double turns = 0)
    {
        float[] pixels = [.. image];
        ColorJitter.Change(pixels, new float[pixels.Length], brightness, contrast, saturation, turns);
        return pixels;
    }
}
