using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

internal sealed class AndersonExtrapolationTests
{
    [Test]
    public void Linear_iteration_of_few_dimensions_is_extrapolated_to_its_fixed_point()
    {
        // x ← Mx + b with eigenvalues .99, .9 and −.5: plain iteration needs thousands of steps.
        double[] fixedPoint = [3, -2, 0.5], factors = [0.99, 0.9, -0.5], x = [0, 0, 0], result = new double[3];
        AndersonExtrapolation extrapolation = new(3);
        bool ready = false;
        for (int k = 0; k < 6; k++)
        {
            for (int j = 0; j < 3; j++) x[j] = fixedPoint[j] + factors[j] * (x[j] - fixedPoint[j]);
            x.CopyTo(extrapolation.Next);
            Assert.That(ready, Is.False);
            ready = extrapolation.Push(result);
        }

        Assert.That(ready, Is.True);
        Assert.That(result, Is.EqualTo(fixedPoint).Within(1e-3));
    }

    [Test]
    public void Sequence_that_stands_still_is_left_alone()
    {
        AndersonExtrapolation extrapolation = new(2);
        double[] result = new double[2];
        for (int k = 0; k < 12; k++)
        {
            new[] { 1.0, 2.0 }.CopyTo(extrapolation.Next);
            Assert.That(extrapolation.Push(result), Is.False);
        }
    }
}
