using CsCheck;
using MlNetLosses.Paths;

namespace MlNetLosses.Tests.Paths;

[TestFixture]
public sealed class GradientBoundsTests
{
    private const int ExampleCount = 7;
    private const int FeatureCount = 9;

    /// <summary>Features, example weights, one of them 0, and the slopes of models that follow one another, more than are kept.</summary>
    private static readonly Gen<(double[] Features, double[] Shares, double[][] Slopes, bool[][] Reads)> Walks =
        from features in Gen.Double[-1, 1].Array[ExampleCount * FeatureCount]
        from weights in Gen.Double[0.1, 1].Array[ExampleCount - 1]
        from start in Gen.Double[-1, 1].Array[ExampleCount]
        from moves in Gen.Double[-0.3, 0.3].Array[ExampleCount].Array[3 * GradientBounds.MostModels]
        from reads in Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))).Array[FeatureCount].Array[3 * GradientBounds.MostModels]
        select (features, Shares(weights), Slopes(start, moves, Shares(weights)), reads);

    [Test]
    public void No_gradient_is_larger_than_its_bound() => Walks.Sample(
        walk =>
        {
            GradientBounds bounds = new(walk.Shares, Norms(walk.Features, walk.Shares), threads: 1);
            double[] gradients = new double[FeatureCount];
            bool[] wasRead = new bool[FeatureCount];
            for (int step = 0; step < walk.Slopes.Length; step++)
            {
                bounds.Move();
                double[] slopes = walk.Slopes[step];
                bounds.Measure(slopes);
                for (int j = 0; j < FeatureCount; j++)
                {
                    if (bounds.IsRead(j) || bounds.IsWithin(j, Math.BitDecrement(Math.Abs(Gradient(walk.Features, slopes, j))))) return false;
                    if (!wasRead[j] && bounds.IsWithin(j, double.MaxValue)) return false;
                }

                int[] read = [.. Enumerable.Range(0, FeatureCount).Where(j => walk.Reads[step][j])];
                foreach (int j in read) (gradients[j], wasRead[j]) = (Gradient(walk.Features, slopes, j), true);
                bounds.Read(read, gradients, slopes);
                if (!Array.TrueForAll(read, bounds.IsRead)) return false;
            }

            return true;
        },
        iter: 300);

    [Test]
    public void Slopes_that_round_to_the_same_are_not_taken_for_the_same([Values(1, -1)] int sign)
    {
        double half = Math.ScaleB(1, -24), first = sign * (1 + 1.001 * half), second = sign * (1 + 2.999 * half);      // both round to 1 + 2 half
        Assert.That((float)first, Is.EqualTo((float)second));
        GradientBounds bounds = new([1], [1], threads: 1);
        bounds.Move();
        bounds.Read([0], [first], [first]);
        bounds.Move();
        bounds.Measure([second]);
        Assert.That(bounds.IsWithin(0, Math.BitDecrement(Math.Abs(second))), Is.False);
    }

    /// <summary>A quarter of the way back to an earlier model, where those two round up and the present one rounds down.</summary>
    [Test]
    public void Rounding_of_both_models_of_a_line_is_allowed_for()
    {
        double off = 0.999 * Math.ScaleB(1, -24), earlier = 1 + Math.ScaleB(1, -10), last = earlier + Math.ScaleB(1, -8), present = last - Math.ScaleB(1, -10);
        GradientBounds bounds = new([1], [1], threads: 1);
        foreach (double slope in (double[])[earlier - off, last - off])
        {
            bounds.Move();
            bounds.Read([0], [slope], [slope]);
        }

        bounds.Move();
        bounds.Measure([present + off]);
        Assert.That(bounds.IsWithin(0, Math.BitDecrement(present + off)), Is.False);
    }

    [Test]
    public void A_feature_along_the_move_is_as_large_as_its_bound()
    {
        double[] shares = [0.25, 0.75], slopes = [0.25 * 1, 0.75 * -2], moved = [0.25 * 2, 0.75 * -4];      // f′ = (1, −2), then twice that
        double[] feature = [1, -2];
        GradientBounds bounds = new(shares, [Math.Sqrt(0.25 * 1 + 0.75 * 4)], threads: 1);
        double before = feature[0] * slopes[0] + feature[1] * slopes[1], after = feature[0] * moved[0] + feature[1] * moved[1];
        bounds.Read([0], [before], slopes);
        bounds.Move();
        bounds.Measure(moved);
        Assert.That(BoundOf(bounds, 0), Is.EqualTo(after).Within(1e-5));
    }

    [Test]
    public void On_the_line_through_the_models_it_was_read_at_a_gradient_is_known([Values(-0.5, 0.25, 1.5, 4)] double stretch)
    {
        double[] shares = [0.25, 0.75], first = [0.25 * 1, 0.75 * 0.5], second = [0.25 * 0.5, 0.75 * 1], feature = [2, -3];
        GradientBounds bounds = new(shares, [Math.Sqrt(0.25 * 4 + 0.75 * 9)], threads: 1);
        foreach (double[] slopes in (double[][])[first, second])
        {
            bounds.Move();
            bounds.Read([0], [Gradient(slopes)], slopes);
        }

        double[] present = [.. first.Zip(second, (a, b) => a + stretch * (b - a))];
        bounds.Move();
        bounds.Measure(present);
        Assert.That(BoundOf(bounds, 0), Is.EqualTo(Math.Abs(Gradient(present))).Within(1e-4));

        double Gradient(double[] slopes) => feature[0] * slopes[0] + feature[1] * slopes[1];
    }

    [Test]
    public void A_model_close_by_gives_no_direction()
    {
        double[] shares = [0.5, 0.5], norms = [1];
        GradientBounds bounds = new(shares, norms, threads: 1);
        foreach (double slope in (double[])[1, 0.9, 0.9 - 1e-12])
        {
            bounds.Move();
            bounds.Read([0], [slope], [0.5 * slope, 0.5 * slope]);
        }

        bounds.Move();
        bounds.Measure([0.4, 0.4]);
        Assert.That(BoundOf(bounds, 0), Is.EqualTo(0.8).Within(1e-6));
    }

    [Test]
    public void The_model_that_most_features_were_read_at_is_kept()
    {
        double[] shares = [1];
        GradientBounds bounds = new(shares, [1, 1, 1], threads: 1);
        bounds.Read([0, 1], [1, 1, 1], [1]);
        for (int step = 0; step < 2 * GradientBounds.MostModels; step++)
        {
            bounds.Move();
            bounds.Read([2], [1, 1, 1 - 0.01 * step], [1 - 0.01 * step]);
        }

        bounds.Move();
        bounds.Measure([0.5]);
        Assert.That(BoundOf(bounds, 0), Is.EqualTo(1.5).Within(1e-6));
    }

    [Test]
    public void With_one_model_nothing_is_known_after_a_move()
    {
        GradientBounds bounds = new([1], [1, 1], threads: 1, models: 1);
        bounds.Read([0, 1], [1, 1], [1]);
        bounds.Move();
        bounds.Read([0], [0.9, 1], [0.9]);
        bounds.Measure([0.9]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(BoundOf(bounds, 0), Is.EqualTo(0.9).Within(1e-6));
            Assert.That(BoundOf(bounds, 1), Is.EqualTo(double.PositiveInfinity));
        }
    }

    /// <summary>The least limit that a gradient is known to keep to.</summary>
    private static double BoundOf(GradientBounds bounds, int feature)
    {
        if (!bounds.IsWithin(feature, double.MaxValue)) return double.PositiveInfinity;
        double below = 0, above = 1000;
        for (int halving = 0; halving < 80; halving++)
        {
            double middle = 0.5 * (below + above);
            (below, above) = bounds.IsWithin(feature, middle) ? (below, middle) : (middle, above);
        }

        return above;
    }

    private static double[] Shares(double[] weights) => [0, .. weights.Select(weight => weight / weights.Sum())];

    private static double[][] Slopes(double[] start, double[][] moves, double[] shares)
    {
        double[] present = [.. start];
        return [.. moves.Select(move => present = [.. present.Zip(move, (slope, change) => slope + change)]).Select(derivatives => derivatives.Zip(shares, (slope, share) => slope * share).ToArray())];
    }

    private static double[] Norms(double[] features, double[] shares) =>
        [.. Enumerable.Range(0, FeatureCount).Select(j => Math.Sqrt(Enumerable.Range(0, ExampleCount).Sum(i => shares[i] * Math.Pow(features[i * FeatureCount + j], 2))))];

    private static double Gradient(double[] features, double[] slopes, int j) => Enumerable.Range(0, ExampleCount).Sum(i => features[i * FeatureCount + j] * slopes[i]);
}
