using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Tests.Compare.Learning;

internal sealed class CorrectedTTestTests
{
    /// <summary>Two-sided 5 % and 1 % points of Student's t, from the printed tables: a mean that lies on one must have that p.</summary>
    [TestCase(1, 12.706, 0.05)]
    [TestCase(4, 2.776, 0.05)]
    [TestCase(9, 2.262, 0.05)]
    [TestCase(4, 4.604, 0.01)]
    [TestCase(9, 3.250, 0.01)]
    public void P_values_are_those_of_the_tables(int freedom, double t, double p)
    {
        const double Ratio = 0.25;
        int count = freedom + 1;
        // Differences of ±1 around 0 (and 0 itself for odd counts), moved so that the statistic is t.
        double[] noise = [.. Enumerable.Range(0, count).Select(i => i == count - 1 && count % 2 == 1 ? 0 : i % 2 == 0 ? 1.0 : -1.0)];
        double variance = noise.Sum(value => value * value) / freedom;
        double mean = t * Math.Sqrt((1.0 / count + Ratio) * variance);

        Assert.That(CorrectedTTest.PValue([.. noise.Select(value => value + mean)], Ratio), Is.EqualTo(p).Within(0.2).Percent);
    }

    [Test]
    public void One_degree_of_freedom_is_Cauchys_arc_tangent()
    {
        // d = 1, 3: mean 2, variance 2; with n_test/n_train = 1 (two folds) t = 2 / √(1.5 · 2) = 2/√3, p = 1 − (2/π) atan t.
        Assert.That(CorrectedTTest.PValue([1, 3], testToTrain: 1), Is.EqualTo(1 - 2 / Math.PI * Math.Atan(2 / Math.Sqrt(3))).Within(1e-12));
    }

    [Test]
    public void Without_the_correction_it_is_Students_own_test()
    {
        // Student's sleep data (Biometrika 6, 1908): hours gained by ten patients under two drugs, t = 4.0621 and p = 0.002833.
        double[] differences = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];

        Assert.That(CorrectedTTest.PValue(differences, testToTrain: 0), Is.EqualTo(0.002833).Within(1e-6));
        Assert.That(CorrectedTTest.PValue(differences, testToTrain: 1.0 / 9), Is.GreaterThan(0.01));
    }

    [Test]
    public void Sign_does_not_matter()
    {
        Assert.That(CorrectedTTest.PValue([-1, -2, -4], 0.5), Is.EqualTo(CorrectedTTest.PValue([1, 2, 4], 0.5)));
    }

    [Test]
    public void Equal_differences_are_certain()
    {
        Assert.That(CorrectedTTest.PValue([0, 0, 0], 0.5), Is.EqualTo(1));
        Assert.That(CorrectedTTest.PValue([2, 2, 2], 0.5), Is.Zero);
    }

    [Test]
    public void One_fold_says_nothing()
    {
        Assert.That(CorrectedTTest.PValue([2], 0.5), Is.NaN);
    }
}
