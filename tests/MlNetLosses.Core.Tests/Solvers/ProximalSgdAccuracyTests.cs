using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>How far 30 epochs of SGD come, as a share of all there is to gain over the intercept-only model; and what ought not to change it.</summary>
/// <remarks>The solution itself comes from SDCA or coordinate descent, which certify theirs.</remarks>
[TestFixture(false)]
[TestFixture(true)]
public sealed class ProximalSgdAccuracyTests(bool sparse)
{
    private const double OfKinked = 1e-2;
    private const double OfSmooth = 1e-3;

    private static readonly ProximalSgdSettings Default = new();
    private static readonly ProximalSgdSettings InverseTime = new() { Schedule = LearningRateSchedule.InverseTime };

    private readonly SmallProblem data = SgdProblem.Draw(2000, 12, seed: 3) with { IsSparse = sparse };

    [Test]
    public void Losses_with_kinks_come_within_a_hundredth()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Missing(data.With(new Hinge(), new Ridge(0.01)), Default), Is.InRange(0, OfKinked));
            Assert.That(Missing(data.With(new Hinge()), Default), Is.InRange(0, OfKinked));
            Assert.That(Missing(data.With(new Absolute()), Default), Is.InRange(0, OfKinked));
        }
    }

    [Test]
    public void Smooth_losses_come_within_a_thousandth()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Missing(data.With(new HalfSquared(), new Ridge(0.01)), InverseTime), Is.InRange(0, OfSmooth));
            Assert.That(Missing(data.With(new Huber(0.2)), InverseTime), Is.InRange(0, OfSmooth));
            Assert.That(Missing(data.With(new Logistic()), InverseTime), Is.InRange(0, OfSmooth));
        }
    }

    [Test]
    public void Raw_features_without_intercept_come_close_too() => Assert.That(
        Missing((data with { FitIntercept = false, Standardize = false }).With(new Logistic()), InverseTime), Is.InRange(0, OfKinked));

    [Test]
    public void Bounds_come_close_too()
    {
        SmallProblem bounded = data with
        {
            LowerBounds = [.. Enumerable.Repeat(0.0, data.ColumnCount)],
            UpperBounds = [.. Enumerable.Repeat(0.2, data.ColumnCount)],
        };
        Assert.That(Missing(bounded.With(new Huber(0.2)), InverseTime), Is.InRange(0, OfKinked));
    }

    [Test]
    public void The_last_iterate_comes_close_too() =>
        Assert.That(Missing(data.With(new Huber(0.2)), InverseTime with { Average = false }), Is.InRange(0, OfKinked));

    [Test]
    public void The_gap_of_a_loss_with_kinks_is_small_too() =>
        Assert.That(Run(data.With(new Hinge()), Default).Certify().RelativeGap, Is.LessThan(0.1));

    [Test]
    public void Lasso_and_features_without_penalty_come_close()
    {
        SmallProblem partly = data with { PenaltyFactors = [0, .. Enumerable.Repeat(1.0, data.ColumnCount - 1)] };
        Problem<Huber, Lasso> problem = partly.With(new Huber(0.2), new Lasso(0.01));
        Certificate best = SolverLoop.Run(new CoordinateDescent<Huber, Lasso>(problem, threads: 1), new StoppingRule(1e-9, 10_000)).Certificate;
        Assert.That(Missing(Run(problem, InverseTime).Certify(), best), Is.InRange(0, OfSmooth));
    }

    [Test]
    public void Weights_that_lasso_holds_at_zero_are_zero_in_the_last_iterate()
    {
        Problem<Huber, Lasso> problem = data.With(new Huber(0.2), new Lasso(0.05));
        double[] best = SolverLoop.Run(new CoordinateDescent<Huber, Lasso>(problem, threads: 1), new StoppingRule(1e-9, 10_000)).Model.Weights;
        int zeros = Run(problem, InverseTime with { Average = false }).ToModel().Weights.Count(w => w == 0);
        Assert.That(zeros, Is.InRange(1, best.Count(w => w == 0)));
    }

    [Test]
    public void Whole_example_weights_are_repeated_rows()
    {
        double[] weights = [.. Enumerable.Range(0, data.RowCount).Select(i => (double)(i % 4))];
        SmallProblem weighted = data with { ExampleWeights = weights };
        SmallProblem repeated = data.Take([.. Enumerable.Range(0, data.RowCount).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))]);
        Certificate a = Run(weighted.With(new Huber(0.2)), InverseTime).Certify(), b = Run(repeated.With(new Huber(0.2)), InverseTime).Certify();
        Assert.That(Math.Abs(a.Objective - b.Objective), Is.LessThan(OfSmooth * (a.NullObjective - a.Objective)));
    }

    [Test]
    public void Warm_start_at_the_solution_stays_there()
    {
        Problem<Huber, ElasticNet> problem = data.With(new Huber(0.2));
        SolverResult best = SolverLoop.Run(new ProximalSdca<Huber, ElasticNet>(problem, threads: 1), new StoppingRule(1e-9, 10_000));
        var solver = new ProximalSgd<Huber, ElasticNet>(problem, threads: 1, initialModel: best.Model);
        solver.Epoch();
        Assert.That(Missing(solver.Certify(), best.Certificate), Is.InRange(-1e-9, 1e-9));
    }

    [TestCase(0.01)]
    [TestCase(10_000)]
    public void A_learning_rate_far_off_still_gains(double learningRate) =>
        Assert.That(Missing(data.With(new HalfSquared(), new Ridge(0.01)), new() { Schedule = LearningRateSchedule.Constant, LearningRate = learningRate }), Is.InRange(0, 0.5));

    [Test]
    public void Features_of_very_different_scales_come_close()
    {
        SmallProblem scaled = data.Map((x, j) => j == 0 ? x * 1e25f : j == 1 ? x * 1e-25f : x);
        Assert.That(Missing(scaled.With(new Huber(0.2)), InverseTime), Is.InRange(0, OfSmooth));
    }

    private static double Missing<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem, ProximalSgdSettings settings)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IStronglyConvexPenalty
    {
        Certificate best = SolverLoop.Run(new ProximalSdca<TLoss, TPenalty>(problem, threads: 1), new StoppingRule(1e-7, 10_000)).Certificate;
        return Missing(Run(problem, settings).Certify(), best);
    }

    /// <summary>The share of the gain over the intercept-only model that is missing. The best objective known lies a gap above the least at most.</summary>
    private static double Missing(Certificate certificate, Certificate best) =>
        (certificate.Objective - best.Objective + best.DualityGap) / (best.NullObjective - best.Objective);

    private static ProximalSgd<TLoss, TPenalty> Run<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem, ProximalSgdSettings settings)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IPenalty
    {
        var solver = new ProximalSgd<TLoss, TPenalty>(problem, settings, threads: 1);
        for (int epoch = 0; epoch < 30; epoch++) solver.Epoch();
        return solver;
    }
}
