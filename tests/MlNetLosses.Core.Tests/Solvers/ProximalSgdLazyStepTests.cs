using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>A sparse row steps only where it stores entries. Storing the zeros too makes every step eager, and must change nothing or little.</summary>
public sealed class ProximalSgdLazyStepTests
{
    private const int Rows = 200;
    private const int Columns = 15;

    private readonly SmallProblem data = SgdProblem.Draw(Rows, Columns, seed: 7);

    [Test]
    public void Last_iterate_is_that_of_eager_steps_for_L1() =>
        Assert.That(Distance(new Lasso(0.02), new() { Average = false }), Is.LessThan(1e-10));

    [Test]
    public void Last_iterate_is_that_of_eager_steps_without_penalty() =>
        Assert.That(Distance(new NoPenalty(), new() { Average = false }), Is.LessThan(1e-10));

    [Test]
    public void Last_iterate_is_nearly_that_of_eager_steps_for_L2() =>
        Assert.That(Distance(new ElasticNet(0.001, 0.01), new() { Average = false }), Is.GreaterThan(0).And.LessThan(1e-3));

    [Test]
    public void Average_is_nearly_that_of_eager_steps() => Assert.That(Distance(new Lasso(0.02), new()), Is.GreaterThan(0).And.LessThan(1e-2));

    [Test]
    public void Stored_zeros_step_as_dense_rows_do()
    {
        Problem<Huber, ElasticNet> dense = (data with { FitIntercept = false }).With(new Huber(0.2));
        double[] weights = Weights(dense, new()), stored = Weights(With(StoredZeros(), dense), new());
        Assert.That(Distance(weights, stored), Is.LessThan(1e-10));
    }

    private double Distance<TPenalty>(TPenalty penalty, ProximalSgdSettings settings)
        where TPenalty : struct, IPenalty
    {
        Problem<Huber, TPenalty> lazy = (data with { IsSparse = true }).With(new Huber(0.2), penalty);
        return Distance(Weights(lazy, settings), Weights(With(StoredZeros(), lazy), settings));
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / a.Max(Math.Abs);

    private static double[] Weights<TPenalty>(Problem<Huber, TPenalty> problem, ProximalSgdSettings settings)
        where TPenalty : struct, IPenalty
    {
        var solver = new ProximalSgd<Huber, TPenalty>(problem, settings, threads: 1);
        for (int epoch = 0; epoch < 4; epoch++) solver.Epoch();
        return solver.ToModel().Weights;
    }

    private FeatureMatrix StoredZeros() => FeatureMatrix.Sparse(
        data.Features,
        [.. Enumerable.Range(0, Rows * Columns).Select(k => k % Columns)],
        [.. Enumerable.Range(0, Rows + 1).Select(i => i * Columns)],
        Columns);

    private static Problem<Huber, TPenalty> With<TPenalty>(FeatureMatrix features, Problem<Huber, TPenalty> problem)
        where TPenalty : struct, IPenalty =>
        new(features, problem.Labels, problem.Loss, problem.Penalty) { FitIntercept = problem.FitIntercept, Standardize = problem.Standardize };
}
