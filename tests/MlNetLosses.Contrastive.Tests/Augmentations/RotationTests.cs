using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class RotationTests : ImageAugmentationContract<Rotation>
{
    protected override Gen<Rotation> Values => Gen.Double[0, 180].Select(angle => new Rotation(angle));

    protected override Rotation Nothing => new(0);

    [Test]
    public void The_angle_is_uniform_and_lengths_are_kept()
    {
        ImageShape shape = new(1, 20, 20);
        SplitMix64 random = new(3);
        double sum = 0, sumOfSquares = 0;
        for (int i = 0; i < 10_000; i++)
        {
            AffineMap map = new Rotation(30).Draw(shape, ref random);
            double angle = Math.Atan2(map.YByX, map.XByX) * 180 / Math.PI;
            Assert.That(map.XByX * map.XByX + map.YByX * map.YByX, Is.EqualTo(1).Within(1e-12));
            Assert.That(map.XByX * map.YByY - map.XByY * map.YByX, Is.EqualTo(1).Within(1e-12));
            Assert.That(Math.Abs(angle), Is.LessThanOrEqualTo(30 + 1e-9));
            sum += angle;
            sumOfSquares += angle * angle;
        }

        Assert.That(sum / 10_000, Is.Zero.Within(0.7));
        Assert.That(sumOfSquares / 10_000, Is.EqualTo(300).Within(11));     // 30² / 3
    }

    [Test]
    public void A_white_image_turned_by_45_degrees_has_black_corners()
    {
        ImageShape shape = new(1, 21, 21);
        float[] white = [.. Enumerable.Repeat(1f, shape.Length)], view = new float[shape.Length];
        double c = Math.Sqrt(0.5);
        BilinearResampling.Apply(white, view, shape, new AffineMap(c, -c, 0, c, c, 0));
        Assert.That(new[] { view[0], view[20], view[^1], view[^21] }, Is.All.Zero);
        Assert.That(view[10 * 21 + 10], Is.EqualTo(1));
        Assert.That(view.Average(), Is.EqualTo(2 * (Math.Sqrt(2) - 1)).Within(0.02));     // the octagon that square and turned square share
    }
}
