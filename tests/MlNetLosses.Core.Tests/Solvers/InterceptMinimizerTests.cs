using CsCheck;
using MlNetLosses.Losses;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class InterceptMinimizerTests
{
    private static readonly Gen<(double[] Labels, double[] Shares, double[] Predictions)> Draws =
        from n in Gen.Int[2, 20]
        from labels in Gen.Int[-8, 8].Select(k => k / 4.0).Array[n]
        from weights in Gen.Int[1, 4].Array[n]
        from predictions in Gen.Double[-2, 2].Array[n]
        select (labels, weights.Select(weight => (double)weight / weights.Sum()).ToArray(), predictions);

    [Test]
    public void Beats_a_fine_grid() => Draws.Sample((labels, shares, predictions) =>
        BeatsTheGrid(new HalfSquared(), labels, shares, predictions) && BeatsTheGrid(new Huber(0.5), labels, shares, predictions)
        && BeatsTheGrid(new Absolute(), labels, shares, predictions) && BeatsTheGrid(new Quantile(0.9), labels, shares, predictions)
        && BeatsTheGrid(new EpsilonInsensitive(0.3), labels, shares, predictions) && BeatsTheGrid(new LogCosh(), labels, shares, predictions));

    [Test]
    public void Beats_a_fine_grid_for_margins_and_counts() => Draws.Sample((labels, shares, predictions) =>
    {
        double[] signs = [1, -1, .. labels[2..].Select(y => y > 0 ? 1.0 : -1.0)], counts = [1, .. labels[1..].Select(Math.Abs)];
        return BeatsTheGrid(new Hinge(), signs, shares, predictions) && BeatsTheGrid(new Logistic(), signs, shares, predictions)
            && BeatsTheGrid(new SquaredHinge(), signs, shares, predictions) && BeatsTheGrid(new Exponential(), signs, shares, predictions)
            && BeatsTheGrid(new Poisson(), counts, shares, predictions);
    });

    [Test]
    public void Mean_median_and_quantile_are_found_to_the_last_digits()
    {
        double[] labels = [3, 1, 2, 10, 4], shares = [.. Enumerable.Repeat(0.2, 5)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Minimize(new HalfSquared(), labels, shares), Is.EqualTo(4.0).Within(1e-14));
            Assert.That(Minimize(new Absolute(), labels, shares), Is.EqualTo(3.0).Within(1e-14));
            Assert.That(Minimize(new Quantile(0.9), labels, shares), Is.EqualTo(10.0).Within(1e-14));
            Assert.That(Minimize(new Logistic(), [1, 1, 1, -1, -1], shares), Is.EqualTo(Math.Log(1.5)).Within(1e-14));
            Assert.That(Minimize(new Poisson(), labels, shares), Is.EqualTo(Math.Log(4)).Within(1e-14));
        }
    }

    [TestCase(1e-6)]
    [TestCase(1e6)]
    [TestCase(1e15)]
    public void Labels_of_any_size_will_do(double size) =>
        Assert.That(Minimize(new Absolute(), [3 * size, size, 2 * size, 10 * size, 4 * size], [.. Enumerable.Repeat(0.2, 5)]), Is.EqualTo(3 * size).Within(1e-14 * size));

    [TestCase(1)]
    [TestCase(-1)]
    public void One_class_is_put_where_it_costs_nothing(double label)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Minimize(new Hinge(), [label, label], [0.5, 0.5]), Is.EqualTo(label));
            Assert.That(new Logistic().Value(Minimize(new Logistic(), [label, label], [0.5, 0.5]), label), Is.Zero);
            Assert.That(new Exponential().Value(Minimize(new Exponential(), [label, label], [0.5, 0.5]), label), Is.Zero);
        }
    }

    [Test]
    public void A_loss_that_falls_for_ever_is_refused() => Assert.That(
        () => Minimize(new Falling(), [1, 2], [0.5, 0.5]),
        Throws.InvalidOperationException.With.Message.EqualTo("No finite intercept minimises Falling over these labels: the loss falls for ever. Give it labels that differ."));

    private static double Minimize<TLoss>(TLoss loss, double[] labels, double[] shares)
        where TLoss : struct, ILoss => InterceptMinimizer.Minimize(loss, default, labels, shares, start: 0, step: 1);

    private static bool BeatsTheGrid<TLoss>(TLoss loss, double[] labels, double[] shares, double[] predictions)
        where TLoss : struct, ILoss
    {
        double Objective(double b) => labels.Select((y, i) => shares[i] * loss.Value(predictions[i] + b, y)).Sum();
        double best = InterceptMinimizer.Minimize(loss, predictions, labels, shares, start: 0.3, step: 0.1), least = Objective(best) - 1e-13;
        return Enumerable.Range(-500, 1001).All(k => least <= Objective(k / 100.0) && least <= Objective(best + k * 1e-7));
    }

    private readonly record struct Falling : ILoss
    {
        public static LabelDomain Labels => LabelDomain.Real;

        public bool IsValid => true;

        public double Lipschitz => 1;

        public double Value(double prediction, double label) => label - prediction;

        public double Derivative(double prediction, double label) => -1;

        public override string ToString() => "Falling";
    }
}
