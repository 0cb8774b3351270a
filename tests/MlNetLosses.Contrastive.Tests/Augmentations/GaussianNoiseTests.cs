using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

public sealed class GaussianNoiseTests : ImageAugmentationContract<GaussianNoise>
{
    protected override Gen<GaussianNoise> Values => Gen.Double[0, 1].Select(s => new GaussianNoise(s));

    protected override GaussianNoise Nothing => new(0);

    [Test]
    public void The_noise_is_normal_with_the_drawn_deviation()
    {
        ImageShape shape = new(1, 200, 201);
        float[] grey = [.. Enumerable.Repeat(0.5f, shape.Length)];
        for (ulong seed = 0; seed < 5; seed++)
        {
            SplitMix64 random = SplitMix64.For(seed, 0, 0, 0);
            double sigma = random.Uniform(0, 0.1);
            double[] noise = [.. Images.View(new GaussianNoise(0.1), grey, shape, seed).Select(v => (v - 0.5) / sigma)];
            double standardError = 1 / Math.Sqrt(noise.Length);
            Assert.That(noise.Average(), Is.Zero.Within(5 * standardError));
            Assert.That(noise.Average(e => e * e), Is.EqualTo(1).Within(5 * Math.Sqrt(2) * standardError));
            Assert.That(noise.Average(e => e * e * e * e), Is.EqualTo(3).Within(5 * Math.Sqrt(96) * standardError));
            Assert.That(noise.Skip(1).Zip(noise, (a, b) => a * b).Average(), Is.Zero.Within(5 * standardError));                // neighbours
            Assert.That(noise.Skip(128).Zip(noise, (a, b) => a * b).Average(), Is.Zero.Within(5 * standardError));              // cosine and sine of one angle
        }
    }
}
