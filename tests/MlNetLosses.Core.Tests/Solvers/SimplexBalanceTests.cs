using CsCheck;
using MlNetLosses.Losses;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class SimplexBalanceTests
{
    private sealed record Draw(double[] Dual, int Classes, int Stride, int[] Labels, double[] Shares, double[] ClassShares);

    /// <summary>Dual points e_y − p with p drawn from the simplex, often from its corners.</summary>
    private static readonly Gen<Draw> Draws =
        from classes in Gen.Int[2, 5]
        from padding in Gen.Int[0, 3]
        from others in Gen.Int[0, classes - 1].Array[0, 10]
        let labels = (int[])[.. Enumerable.Range(0, classes), .. others]
        from weights in Gen.Int[1, 4].Array[labels.Length]
        from masses in Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 1]).Array[labels.Length * classes]
        select Make(classes, classes + padding, labels, weights, masses);

    [Test]
    public void Balances_and_stays_in_the_domain() => Draws.Sample(draw =>
    {
        double[] balanced = [.. draw.Dual];
        SimplexBalance.Apply(balanced, draw.Classes, draw.Stride, draw.Labels, draw.Shares, draw.ClassShares);
        return Enumerable.Range(0, draw.Classes).All(k => Math.Abs(Sum(draw, balanced, k)) <= 1e-14)
            && draw.Labels.Select((y, i) => Simplex.Contains([.. balanced.AsSpan(i * draw.Stride, draw.Classes).ToArray().Select(a => -a)], y)).All(inside => inside);
    });

    [Test]
    public void Leaves_a_balanced_point_where_it_is() => Draws.Sample(draw =>
    {
        double[] once = [.. draw.Dual];
        SimplexBalance.Apply(once, draw.Classes, draw.Stride, draw.Labels, draw.Shares, draw.ClassShares);
        double[] twice = [.. once];
        SimplexBalance.Apply(twice, draw.Classes, draw.Stride, draw.Labels, draw.Shares, draw.ClassShares);
        return once.Zip(twice).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-13);
    });

    private static double Sum(Draw draw, double[] dual, int k) => draw.Labels.Select((_, i) => draw.Shares[i] * dual[i * draw.Stride + k]).Sum();

    private static Draw Make(int classes, int stride, int[] labels, int[] weights, double[] masses)
    {
        double[] dual = new double[labels.Length * stride], shares = [.. weights.Select(weight => (double)weight / weights.Sum())];
        for (int i = 0; i < labels.Length; i++)
        {
            double[] mass = masses[(i * classes)..((i + 1) * classes)];
            if (mass.Sum() == 0) mass[i % classes] = 1;
            for (int k = 0; k < classes; k++) dual[i * stride + k] = -mass[k] / mass.Sum();
            dual[i * stride + labels[i]] = Enumerable.Range(0, classes).Where(k => k != labels[i]).Sum(k => mass[k] / mass.Sum());
        }

        return new(dual, classes, stride, labels, shares, [.. Enumerable.Range(0, classes).Select(k => labels.Select((y, i) => y == k ? shares[i] : 0).Sum())]);
    }
}
