using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

[TestFixture]
public sealed class ImageViewsTests
{
    private static readonly ImageShape Shape = new(1, 8, 9);

    [Test]
    public void No_augmentations_give_the_image() =>
        Assert.That(Images.View([], Images.Random(Shape, 1), Shape), Is.EqualTo(Images.Random(Shape, 1)));

    [Test]
    public void Neighbouring_geometric_augmentations_are_one_resampling_of_the_composed_map() => Gen.Select(Images.Shapes(1, 3), Gen.ULong).Sample((shape, seed) =>
    {
        // Half a pixel left and half a pixel right again: resampled twice, it would blur.
        Fixed left = new(AffineMap.Identity with { XShift = 0.5 }), right = new(AffineMap.Identity with { XShift = -0.5 });
        float[] image = Images.Random(shape, seed);
        return Images.LargestDifference(Images.View([left, right], image, shape), image) <= 1e-6
            && Images.LargestDifference(Images.View([left, new BrightnessContrast(0), right], image, shape), image) > 0.01;
    });

    [Test]
    public void Augmentations_apply_in_the_order_of_the_list()
    {
        // The first shifts the view's content left by two pixels, the second mirrors it; in the other order the content goes right.
        float[] image = Images.Rows(0.0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f);
        Fixed shift = new(AffineMap.Identity with { XShift = 2 }), mirror = new(new AffineMap(-1, 0, 0, 0, 1, 0));
        Assert.That(Images.View([shift, mirror], image, Shape)[..9], Is.EqualTo(new[] { 0, 0, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2 }).Within(1e-6));
        Assert.That(Images.View([mirror, shift], image, Shape)[..9], Is.EqualTo(new[] { 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0, 0, 0 }).Within(1e-6));
    }

    [Test]
    public void Composed_maps_equal_maps_one_after_the_other() => Gen.Double[-2, 2].Array[14].Sample(v =>
    {
        AffineMap first = new(v[0], v[1], v[2], v[3], v[4], v[5]), next = new(v[6], v[7], v[8], v[9], v[10], v[11]);
        (double x, double y) = Place(first.Then(next), v[12], v[13]);
        (double nextX, double nextY) = Place(next, v[12], v[13]);
        (double expectedX, double expectedY) = Place(first, nextX, nextY);
        return Math.Abs(x - expectedX) < 1e-12 && Math.Abs(y - expectedY) < 1e-12;

        static (double, double) Place(AffineMap map, double x, double y) =>
            (map.XByX * x + map.XByY * y + map.XShift, map.YByX * x + map.YByY * y + map.YShift);
    });

    [Test]
    public void A_quarter_turn_moves_every_pixel_of_every_channel() => Gen.Select(Gen.Int[1, 3], Gen.Int[8, 40], Gen.ULong).Sample((channels, side, seed) =>
    {
        ImageShape shape = new(channels, side, side);
        float[] image = Images.Random(shape, seed), view = Images.View(new Fixed(new AffineMap(0, -1, 0, 1, 0, 0)), image, shape);
        return Enumerable.Range(0, shape.Length).All(slot =>
        {
            int channel = slot / (side * side), i = slot / side % side, j = slot % side;
            return Math.Abs(view[slot] - image[(channel * side + j) * side + side - 1 - i]) < 1e-6;
        });
    });

    [Test]
    public void Resampling_agrees_with_the_formula() => Gen.Select(Images.Shapes(1, 2, 3), Gen.ULong, Gen.Double[-1.5, 1.5].Array[4], Gen.Double[-10, 10].Array[2]).Sample((shape, seed, a, b) =>
    {
        AffineMap map = new(a[0], a[1], b[0], a[2], a[3], b[1]);
        float[] image = Images.Random(shape, seed), view = new float[shape.Length];
        BilinearResampling.Apply(image, view, shape, map);
        return Enumerable.Range(0, shape.Length).All(slot =>
        {
            int channel = slot / (shape.Height * shape.Width), i = slot / shape.Width % shape.Height, j = slot % shape.Width;
            double x = j - (shape.Width - 1) / 2.0, y = i - (shape.Height - 1) / 2.0;
            (x, y) = (map.XByX * x + map.XByY * y + map.XShift, map.YByX * x + map.YByY * y + map.YShift);
            double outside = Math.Max(Math.Abs(x) - shape.Width / 2.0, Math.Abs(y) - shape.Height / 2.0);
            if (Math.Abs(outside) < 1e-4) return true;      // the edge: either side by rounding
            double expected = outside > 0 ? 0 : Interpolated(channel, x + (shape.Width - 1) / 2.0, y + (shape.Height - 1) / 2.0);
            return Math.Abs(view[slot] - expected) < 1e-4;
        });

        double Interpolated(int channel, double x, double y)
        {
            x = Math.Clamp(x, 0, shape.Width - 1);
            y = Math.Clamp(y, 0, shape.Height - 1);
            double sum = 0;
            for (int i = 0; i < shape.Height; i++)
                for (int j = 0; j < shape.Width; j++)
                    sum += image[(channel * shape.Height + i) * shape.Width + j] * Math.Max(0, 1 - Math.Abs(x - j)) * Math.Max(0, 1 - Math.Abs(y - i));
            return sum;
        }
    }, iter: 20);

    [Test]
    public void Maps_that_are_not_finite_give_finite_values([Values(double.NaN, double.PositiveInfinity, 1e300, -1e10)] double bad)
    {
        foreach (AffineMap map in new[] { new AffineMap(bad, 0, 0, 0, 1, 0), new AffineMap(1, 0, bad, 0, 1, 0), new AffineMap(bad, bad, bad, bad, bad, bad) })
            Assert.That(Images.View(new Fixed(map), Images.Random(Shape, 1), Shape), Is.All.InRange(0, 1));
    }

    [Test]
    public void A_view_depends_on_nothing_but_image_and_seed() => Gen.Select(Images.Shapes(1, 3), Gen.ULong).Sample((shape, seed) =>
    {
        float[] image = Images.Random(shape, seed);
        IImageAugmentation[] augmentations = [.. DefaultAugmentations.ForImages(shape)];
        float[] first = Images.View(augmentations, image, shape, seed);
        return first.All(v => v is >= 0 and <= 1)
            && first.SequenceEqual(Images.View(augmentations, image, shape, seed))
            && !first.SequenceEqual(Images.View(augmentations, image, shape, seed + 1));
    });

    [Test]
    public void The_default_augmentations_accept_every_shape([Values(1, 2, 3, 4)] int channels) =>
        Assert.That(() => new ImageViews(DefaultAugmentations.ForImages(new ImageShape(channels, 8, 8)), new ImageShape(channels, 8, 8)), Throws.Nothing);

    [Test]
    public void A_missing_augmentation_is_refused() => Assert.That(
        () => new ImageViews([new Gamma(), null!], Shape),
        Throws.ArgumentException.With.Message.StartsWith("Augmentation 1 must be an IGeometricAugmentation or an IPixelAugmentation, got null. "));

    [Test]
    public void An_augmentation_of_neither_kind_is_refused() => Assert.That(
        () => new ImageViews([new OfNeitherKind()], Shape),
        Throws.ArgumentException.With.Message.StartsWith("Augmentation 0 must be an IGeometricAugmentation or an IPixelAugmentation, got OfNeitherKind. "));

    private sealed class Fixed(AffineMap map) : IGeometricAugmentation
    {
        public AffineMap Draw(ImageShape shape, ref SplitMix64 random) => map;
    }

    private sealed class OfNeitherKind : IImageAugmentation;
}
