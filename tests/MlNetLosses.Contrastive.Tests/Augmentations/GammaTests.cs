using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class GammaTests : ImageAugmentationContract<Gamma>
{
    private static readonly float[] Row = [0, 1, 0.5f, 0.25f, 0.125f, 1e-20f, 1e-42f, 0.999999f];

    protected override Gen<Gamma> Values => Gen.Double[0, 3].Select(g => new Gamma(g));

    protected override Gamma Nothing => new(0);

    [Test]
    public void Every_value_is_raised_to_the_same_power()
    {
        List<double> logarithms = [];
        for (ulong seed = 0; seed < 5000; seed++)
        {
            float[] view = Images.View(new Gamma(1.2), Images.Rows(Row), new ImageShape(1, 8, 8), seed);
            double exponent = Math.Log(view[2]) / Math.Log(0.5);
            Assert.That(view[0], Is.Zero);
            Assert.That(view[1], Is.EqualTo(1));
            Assert.That(view[3..5], Is.EqualTo(new[] { Math.Pow(0.25, exponent), Math.Pow(0.125, exponent) }).Within(1e-6));
            Assert.That(view[5..7], Is.EqualTo(new[] { Math.Pow(1e-20, exponent), Math.Pow(1e-42, exponent) }).Within(1e-4).Percent.Or.EqualTo(new[] { 0, 0 }).Within(1e-5));
            logarithms.Add(Math.Log(exponent));
        }

        Assert.That(logarithms, Is.All.InRange(-1.2 - 1e-5, 1.2 + 1e-5));
        Assert.That(logarithms.Average(), Is.Zero.Within(0.04));
        Assert.That(logarithms.Average(u => u * u), Is.EqualTo(0.48).Within(0.025));     // 1.2² / 3
    }

    [Test]
    public void Values_beyond_the_range_do_not_become_NaN()
    {
        float[] view = Images.View(new Gamma(1.2), Images.Rows(-1e-9f, 1.0000001f, -3, 7, 0, 0, 0, 0), new ImageShape(1, 8, 8), 1);
        Assert.That(view[..4], Is.EqualTo(new[] { 0, 1, 0, 1 }));
    }
}
