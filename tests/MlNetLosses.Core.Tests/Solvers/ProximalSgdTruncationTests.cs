using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>The penalty and the bounds act once for many steps: that must neither depend on how zeros are stored nor cost accuracy where they are strong.</summary>
public sealed class ProximalSgdTruncationTests
{
    private const int Rows = 200;
    private const int Columns = 15;

    private readonly SmallProblem data = SgdProblem.Draw(Rows, Columns, seed: 7);

    [Test]
    public void Stored_zeros_change_nothing([Values] bool average, [Values] bool centred)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Distance(new NoPenalty(), average, centred), Is.LessThan(1e-10));
            Assert.That(Distance(new Lasso(0.02), average, centred), Is.LessThan(1e-10));
            Assert.That(Distance(new ElasticNet(0.001, 0.01), average, centred), Is.LessThan(1e-10));
        }
    }

    [Test]
    public void Stored_zeros_step_as_dense_rows_do()
    {
        Problem<Huber, ElasticNet> dense = (data with { FitIntercept = false }).With(new Huber(0.2));
        Assert.That(Distance(Weights(dense, new()), Weights(With(StoredZeros(), dense), new())), Is.LessThan(1e-10));
    }

    /// <summary>Weights would go far between truncations, and come back too far at each, were these always as rare as the cost of sparse steps asks for.</summary>
    [Test]
    public void A_strong_penalty_comes_close_on_sparse_rows()
    {
        SmallProblem sparse = SgdProblem.Draw(2000, 12, seed: 3) with { IsSparse = true, FitIntercept = false, Standardize = false };
        Problem<Huber, ElasticNet> problem = sparse.With(new Huber(0.2), new ElasticNet(0.02, 0.1));
        Certificate best = SolverLoop.Run(new ProximalSdca<Huber, ElasticNet>(problem, threads: 1), new StoppingRule(1e-7, 10_000)).Certificate;
        var solver = new ProximalSgd<Huber, ElasticNet>(problem, new() { Schedule = LearningRateSchedule.InverseTime }, threads: 1);
        for (int epoch = 0; epoch < 20; epoch++) solver.Epoch();
        Assert.That((solver.Certify().Objective - best.Objective + best.DualityGap) / (best.NullObjective - best.Objective), Is.InRange(0, 5e-3));
    }

    private double Distance<TPenalty>(TPenalty penalty, bool average, bool centred)
        where TPenalty : struct, IPenalty
    {
        SmallProblem drawn = centred ? data : data with { FitIntercept = false };
        Problem<Huber, TPenalty> sparse = (drawn with { IsSparse = true }).With(new Huber(0.2), penalty);
        ProximalSgdSettings settings = new() { Average = average };
        return Distance(Weights(sparse, settings), Weights(With(StoredZeros(), sparse), settings));
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
