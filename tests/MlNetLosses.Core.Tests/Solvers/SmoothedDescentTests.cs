using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>SDCA on many dense examples starts with Newton steps on rounded kinks: they are certified for the loss itself, and change nothing in where it ends.</summary>
[TestFixture]
internal sealed class SmoothedDescentTests
{
    private const int ColumnCount = 4;
    private const int RowCount = 6_000;

    [Test]
    public void Ends_where_a_start_at_zero_ends()
    {
        using (Assert.EnterMultipleScope())
        {
            EndsWhereAStartAtZeroEnds(Draw(new Hinge(), new Ridge(1e-3)));
            EndsWhereAStartAtZeroEnds(Draw(new Hinge(), new ElasticNet(1e-2, 1e-2)) with { FitIntercept = false });
            EndsWhereAStartAtZeroEnds(Draw(new Perceptron(), new Ridge(1e-2)));
            EndsWhereAStartAtZeroEnds(Draw(new Absolute(), new Ridge(1e-3)) with { ExampleWeights = [.. Enumerable.Range(0, RowCount).Select(i => i % 3)] });
            EndsWhereAStartAtZeroEnds(Draw(new Quantile(0.9), new ElasticNet(1e-2, 1e-2)) with { PenaltyFactors = [1, 0.5, 2, 1] });
            EndsWhereAStartAtZeroEnds(Draw(new EpsilonInsensitive(0.2), new Ridge(1e-2)) with { LowerBounds = [-0.1, 0, -1, -9], UpperBounds = [0.1, 1, 0, 9] });
        }
    }

    /// <summary>Each certificate is that of the model at hand and of the loss with its kinks, before and after stochastic steps take over.</summary>
    [Test]
    public void Every_gap_bounds_the_distance_to_the_optimum()
    {
        Problem<Hinge, Ridge> problem = Draw(new Hinge(), new Ridge(1e-3));
        double least = SolverLoop.Run(FromZero(problem), new StoppingRule(1e-9, 20_000)).Certificate.Objective;
        ProximalSdca<Hinge, Ridge> solver = new(problem);
        bool wasCheap = solver.CertifiesCheaply;
        for (int epoch = 0; epoch < 60; epoch++)
        {
            Certificate certificate = solver.Certify();
            Certificate byItself = new Certifier<Hinge, Ridge>(new(problem, threads: 1)).Certify(Standing(problem, solver.ToModel(), out double intercept), intercept);
            Assert.That(certificate.Objective, Is.EqualTo(byItself.Objective).Within(1e-12));
            Assert.That(certificate.Objective - least, Is.LessThanOrEqualTo(certificate.DualityGap + 1e-12));
            solver.Epoch();
        }

        Assert.That(wasCheap && !solver.CertifiesCheaply);
    }

    /// <summary>Certificates take products that the steps have made: they are those of the dual point which stochastic steps would start from, at each width.</summary>
    [Test]
    public void Certificates_are_those_of_the_dual_point([Values] bool fitIntercept)
    {
        Problem<Quantile, Ridge> problem = Draw(new Quantile(0.8), new Ridge(1e-2), 40_000) with { FitIntercept = fitIntercept };
        PreparedProblem<Quantile, Ridge> prepared = new(problem, threads: 1);
        SmoothedDescent<Quantile, Ridge> descent = SmoothedDescent<Quantile, Ridge>.Of(prepared, new(prepared))!;
        Certifier<Quantile, Ridge> certifier = new(prepared);
        double least = double.PositiveInfinity;
        for (int step = 0; step == 0 || !descent.IsFinished; step++)
        {
            if (step > 0) descent.Epoch();
            Certificate certificate = descent.Certify(), byItself = certifier.Certify(prepared.Start(descent.ToModel()).Weights, descent.Intercept, descent.DualPoint());
            Assert.That(certificate.DualityGap, Is.EqualTo(byItself.DualityGap).Within(1e-9 * (1 + byItself.DualityGap)), $"step {step}");
            least = Math.Min(least, certificate.RelativeGap);
        }

        Assert.That(least, Is.LessThan(3e-5), "of the last width");
    }

    /// <summary>A step at the next width begins with its slopes, not with those of the width before.</summary>
    [Test]
    public void Slopes_follow_the_width()
    {
        PreparedProblem<Hinge, Ridge> prepared = new(Draw(new Hinge(), new Ridge(1e-2)), threads: 1);
        Smoothed<Hinge> wide = new(new Hinge(), Width: 1, CurvatureWidth: 1), narrow = wide with { Width = 0.1 };
        CoordinateDescent<Smoothed<Hinge>, Ridge> descent = new(prepared.With(wide), initialModel: null, sample: null);
        descent.Epoch();
        descent.Change(narrow);
        CoordinateDescent<Smoothed<Hinge>, Ridge> fresh = new(prepared.With(narrow), descent.ToModel(), sample: null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(descent.Newton.Loss, Is.EqualTo(fresh.Newton.Loss).Within(1e-9));
            Assert.That(descent.Newton.Gradients, Is.EqualTo(fresh.Newton.Gradients).Within(1e-9));
        }
    }

    [Test]
    public void A_few_steps_are_as_good_as_the_number_of_examples_makes_sense_of()
    {
        ProximalSdca<Hinge, Ridge> solver = new(Draw(new Hinge(), new Ridge(1e-3), 40_000));
        for (int step = 0; step < 6; step++) solver.Epoch();
        Assert.That(solver.Certify().RelativeGap, Is.LessThan(2e-3));
    }

    [Test]
    public void Where_stochastic_steps_take_over_nothing_is_lost()
    {
        ProximalSdca<Hinge, Ridge> solver = new(Draw(new Hinge(), new Ridge(1e-2), 40_000) with { FitIntercept = false });
        double bound = 0, before = 0;
        while (solver.CertifiesCheaply)
        {
            Certificate certificate = solver.Certify();
            (before, bound) = (bound, certificate.Objective - certificate.DualityGap);
            solver.Epoch();
        }

        Certificate after = solver.Certify();
        Assert.That(after.Objective - after.DualityGap, Is.GreaterThanOrEqualTo(bound - 1e-9).And.GreaterThan(before - 1e-9));
    }

    [Test]
    public void Number_of_threads_does_not_change_a_bit()
    {
        Problem<Absolute, ElasticNet> problem = Draw(new Absolute(), new ElasticNet(1e-3, 1e-3), 80_000);
        LinearModel[] models = [.. new int[] { 1, 2, 3 }.Select(threads => SolverLoop.Run(new ProximalSdca<Absolute, ElasticNet>(problem, threads: threads), new StoppingRule(1e-5, 40)).Model)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(models.Select(model => model.Weights), Is.All.EqualTo(models[0].Weights));
            Assert.That(models.Select(model => model.Intercepts), Is.All.EqualTo(models[0].Intercepts));
        }
    }

    [Test]
    public void Smooth_losses_sparse_rows_and_few_examples_begin_with_stochastic_steps()
    {
        Problem<Hinge, Ridge> problem = Draw(new Hinge(), new Ridge(1e-3));
        Problem<Hinge, Ridge> sparse = new(
            FeatureMatrix.Sparse([.. Enumerable.Repeat(1f, RowCount)], [.. Enumerable.Range(0, RowCount).Select(i => i % ColumnCount)], [.. Enumerable.Range(0, RowCount + 1)], ColumnCount),
            problem.Labels, problem.Loss, problem.Penalty);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new ProximalSdca<Hinge, Ridge>(problem).CertifiesCheaply);
            Assert.That(new ProximalSdca<Hinge, Ridge>(sparse).CertifiesCheaply, Is.False);
            Assert.That(new ProximalSdca<Hinge, Ridge>(Draw(new Hinge(), new Ridge(1e-3), 500)).CertifiesCheaply, Is.False);
            Assert.That(new ProximalSdca<Logistic, Ridge>(Draw(new Logistic(), new Ridge(1e-3))).CertifiesCheaply, Is.False);
        }
    }

    /// <summary>A hyperplane that separates the classes leaves no example near a kink, and labels that are all the same no example anywhere else.</summary>
    [Test]
    public void Data_without_kinks_is_no_trouble()
    {
        Problem<Hinge, Ridge> problem = Draw(new Hinge(), new Ridge(1e-4));
        Problem<Absolute, Ridge> constant = new(problem.Features, [.. Enumerable.Repeat(7.0, RowCount)], new(), new(1e-3));
        for (int i = 0; i < RowCount; i++) problem.Labels[i] = problem.Features[i].Values[0] > 0 ? 1 : -1;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SolverLoop.Run(new ProximalSdca<Hinge, Ridge>(problem), new StoppingRule(1e-6, 2_000)).Converged);
            Assert.That(SolverLoop.Run(new ProximalSdca<Absolute, Ridge>(constant), new StoppingRule(1e-6, 100)).Converged);
        }
    }

    private static void EndsWhereAStartAtZeroEnds<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IStronglyConvexPenalty
    {
        StoppingRule rule = new(1e-5, 20_000);
        ProximalSdca<TLoss, TPenalty> solver = new(problem, threads: 1);
        Assert.That(solver.CertifiesCheaply, $"{problem.Loss} starts with Newton steps");
        SolverResult fromNewton = SolverLoop.Run(solver, rule), fromZero = SolverLoop.Run(FromZero(problem), rule);
        Assert.That(fromNewton.Converged, $"{problem.Loss}, {problem.Penalty}: {fromNewton.Certificate}");
        Assert.That(fromNewton.Certificate.Objective, Is.EqualTo(fromZero.Certificate.Objective).Within(2e-5 * fromZero.Certificate.NullObjective), problem.Loss.ToString()!);
    }

    private static ProximalSdca<TLoss, TPenalty> FromZero<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IStronglyConvexPenalty =>
        new(problem, threads: 1, initialModel: new(new double[ColumnCount], [0]));

    /// <summary>The weights of a model, and the intercept of centred features.</summary>
    private static double[] Standing(Problem<Hinge, Ridge> problem, LinearModel model, out double intercept)
    {
        (double[] weights, intercept) = new PreparedProblem<Hinge, Ridge>(problem, threads: 1).Start(model);
        return weights;
    }

    /// <summary>Correlated features, one of them far from zero, and labels of the loss's domain, a tenth of them far off.</summary>
    private static Problem<TLoss, TPenalty> Draw<TLoss, TPenalty>(TLoss loss, TPenalty penalty, int rowCount = RowCount)
        where TLoss : struct, ILoss
        where TPenalty : struct, IPenalty
    {
        Random random = new(1);
        float[] features = new float[rowCount * ColumnCount];
        double[] labels = new double[rowCount];
        for (int i = 0; i < rowCount; i++)
        {
            Span<float> x = features.AsSpan(i * ColumnCount, ColumnCount);
            x[0] = (float)(2 * random.NextDouble() - 1);
            x[1] = (float)(x[0] + random.NextDouble());
            x[2] = (float)(100 + random.NextDouble());
            x[3] = (float)(3 * random.NextDouble() * random.NextDouble());
            double score = x[0] - 0.5 * x[1] + x[2] - 100, noisy = score + random.NextDouble() - 0.5;
            labels[i] = TLoss.Labels == LabelDomain.PlusMinusOne ? noisy > 0.25 ? 1 : -1 : noisy + (random.Next(10) == 0 ? 20 : 0);
        }

        return new(FeatureMatrix.Dense(features, rowCount, ColumnCount), labels, loss, penalty);
    }
}
