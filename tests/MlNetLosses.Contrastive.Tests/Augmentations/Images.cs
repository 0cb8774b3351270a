using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

/// <summary>Small images, and what augmentations make of them.</summary>
internal static class Images
{
    public static Gen<ImageShape> Shapes(params int[] channels) =>
        Gen.Select(Gen.Int[0, channels.Length - 1], Gen.Int[8, 40], Gen.Int[8, 40]).Select((c, h, w) => new ImageShape(channels[c], h, w));

    /// <summary>Random values, a quarter of them black and a quarter white.</summary>
    public static float[] Random(ImageShape shape, ulong seed)
    {
        SplitMix64 random = new(seed);
        float[] image = new float[shape.Length];
        for (int i = 0; i < image.Length; i++) image[i] = (float)Math.Clamp(random.Uniform(-0.5, 1.5), 0, 1);
        return image;
    }

    /// <summary>The values of one channel of 8 rows, which are all the given one.</summary>
    public static float[] Rows(params float[] row) => [.. Enumerable.Repeat(row, 8).SelectMany(r => r)];

    public static float[] View(IImageAugmentation augmentation, float[] image, ImageShape shape, ulong seed = 0) => View([augmentation], image, shape, seed);

    public static float[] View(IImageAugmentation[] augmentations, float[] image, ImageShape shape, ulong seed = 0)
    {
        float[] view = new float[shape.Length];
        SplitMix64 random = SplitMix64.For(seed, 0, 0, 0);
        new ImageViews(augmentations, shape).Draw(image, view, new float[shape.Length], ref random);
        return view;
    }

    /// <summary>Of 2,500 views: four standard errors are at most 0.04.</summary>
    public static double ShareOfChangedViews(IImageAugmentation augmentation, ImageShape shape)
    {
        float[] image = Random(shape, 1);
        return Enumerable.Range(0, 2500).Average(seed => View(augmentation, image, shape, (ulong)seed).SequenceEqual(image) ? 0.0 : 1);
    }

    public static double LargestDifference(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
