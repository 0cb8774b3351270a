using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture(typeof(SoftmaxCrossEntropy), 1e-3)]
[TestFixture(typeof(CrammerSinger), 1e-2)]
public sealed class ProximalSgdMulticlassTests<TLoss>(double missing)
    where TLoss : struct, IMulticlassDualLoss
{
    private const int Classes = 3;

    private static readonly TLoss Loss = new();
    private static readonly ProximalSgdSettings InverseTime = new() { Schedule = LearningRateSchedule.InverseTime };

    private readonly SmallProblem data = SgdProblem.Draw(1500, 10, seed: 4);

    [Test]
    public void Comes_close_to_the_optimum([Values] bool sparse, [Values] bool standardize, [Values] bool intercept) => Assert.That(
        Missing(data with { IsSparse = sparse, Standardize = standardize, FitIntercept = intercept }), Is.InRange(0, missing * (intercept && standardize ? 1 : 10)));

    [Test]
    public void Comes_close_within_bounds([Values] bool sparse)
    {
        SmallProblem bounded = data with
        {
            IsSparse = sparse,
            LowerBounds = [.. Enumerable.Repeat(-0.05, data.ColumnCount)],
            UpperBounds = [.. Enumerable.Repeat(0.1, data.ColumnCount)],
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Missing(bounded), Is.InRange(0, 10 * missing));     // there is less to gain
            Assert.That(Run(Of(bounded), InverseTime).ToModel().Weights, Is.All.InRange(-0.05, 0.1));
        }
    }

    [Test]
    public void Gap_bounds_the_distance_to_the_best_model_known([Values] bool sparse)
    {
        MulticlassProblem<TLoss, ElasticNet> problem = Of(data with { IsSparse = sparse });
        double best = Best(problem).Objective;
        var solver = new ProximalSgdMulticlass<TLoss, ElasticNet>(problem, threads: 1);
        for (int epoch = 0; epoch < 10; epoch++)
        {
            Certificate certificate = solver.Certify();
            Assert.That(certificate.DualityGap, Is.GreaterThanOrEqualTo(certificate.Objective - best - 1e-12));
            solver.Epoch();
        }
    }

    [Test]
    public void Stored_zeros_step_as_dense_rows_do()
    {
        MulticlassProblem<TLoss, ElasticNet> dense = Of(data with { FitIntercept = false });
        FeatureMatrix stored = FeatureMatrix.Sparse(
            data.Features,
            [.. Enumerable.Range(0, data.Features.Length).Select(k => k % data.ColumnCount)],
            [.. Enumerable.Range(0, data.RowCount + 1).Select(i => i * data.ColumnCount)],
            data.ColumnCount);
        MulticlassProblem<TLoss, ElasticNet> sparse = new(stored, dense.Labels, Classes, Loss, dense.Penalty) { FitIntercept = false };
        double[] a = Run(dense, InverseTime).ToModel().Weights, b = Run(sparse, InverseTime).ToModel().Weights;
        // Where the slope is 0 the sparse row waits for its prox.
        Assert.That(a.Zip(b, (x, y) => Math.Abs(x - y)).Max(), Is.LessThan(1e-4));
    }

    [Test]
    public void Warm_start_at_the_solution_stays_there()
    {
        MulticlassProblem<TLoss, ElasticNet> problem = Of(data);
        SolverResult best = SolverLoop.Run(new ProximalSdcaMulticlass<TLoss, ElasticNet>(problem, threads: 1), new StoppingRule(1e-8, 10_000));
        var solver = new ProximalSgdMulticlass<TLoss, ElasticNet>(problem, threads: 1, initialModel: best.Model);
        solver.Epoch();
        Assert.That(solver.Certify().Objective, Is.EqualTo(best.Certificate.Objective).Within(1e-9));
    }

    [Test]
    public void Every_learning_rate_ends_in_a_finite_model() =>
        Gen.Select(Gen.Double[-2, 2].Select(e => Math.Pow(10, e)), Gen.Enum<LearningRateSchedule>(), Gen.Bool, Gen.Bool, Gen.Int).Sample(
            (rate, schedule, average, sparse, seed) =>
            {
                var settings = new ProximalSgdSettings { LearningRate = rate, Schedule = schedule, Average = average, Seed = seed };
                var solver = new ProximalSgdMulticlass<TLoss, ElasticNet>(Of(data with { IsSparse = sparse }), settings, threads: 1);
                for (int epoch = 0; epoch < 5; epoch++) solver.Epoch();
                Certificate certificate = solver.Certify();
                return solver.ToModel().Weights.All(double.IsFinite) && certificate.Objective <= certificate.NullObjective + 1e-12;
            },
            iter: 10);

    [Test]
    public void Same_seed_gives_the_same_bits_and_another_seed_others()
    {
        double[] first = Run(Of(data), InverseTime).ToModel().Weights, second = Run(Of(data), InverseTime).ToModel().Weights;
        double[] other = Run(Of(data), InverseTime with { Seed = 1 }).ToModel().Weights;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second, Is.EqualTo(first));
            Assert.That(other, Is.Not.EqualTo(first));
        }
    }

    [Test]
    public void An_epoch_allocates_nothing([Values] bool sparse)
    {
        ProximalSgdMulticlass<TLoss, ElasticNet> solver = Run(Of(data with { IsSparse = sparse }), new(), epochs: 3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int epoch = 0; epoch < 5; epoch++) solver.Epoch();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static MulticlassProblem<TLoss, ElasticNet> Of(SmallProblem drawn)
    {
        double[] sorted = [.. drawn.Targets.Order()];
        int[] labels = [.. drawn.Targets.Select(y => y < sorted[drawn.RowCount / 2] ? 0 : y < sorted[drawn.RowCount * 3 / 4] ? 1 : 2)];
        return new(drawn.Matrix, labels, Classes, Loss, drawn.Penalty)
        {
            FitIntercept = drawn.FitIntercept,
            Standardize = drawn.Standardize,
            LowerBounds = drawn.LowerBounds,
            UpperBounds = drawn.UpperBounds,
        };
    }

    private static Certificate Best(MulticlassProblem<TLoss, ElasticNet> problem) =>
        SolverLoop.Run(new ProximalSdcaMulticlass<TLoss, ElasticNet>(problem, threads: 1), new StoppingRule(1e-6, 10_000)).Certificate;

    private static double Missing(SmallProblem drawn)
    {
        MulticlassProblem<TLoss, ElasticNet> problem = Of(drawn);
        Certificate best = Best(problem), certificate = Run(problem, InverseTime).Certify();
        return (certificate.Objective - best.Objective + best.DualityGap) / (best.NullObjective - best.Objective);
    }

    private static ProximalSgdMulticlass<TLoss, ElasticNet> Run(MulticlassProblem<TLoss, ElasticNet> problem, ProximalSgdSettings settings, int epochs = 30)
    {
        var solver = new ProximalSgdMulticlass<TLoss, ElasticNet>(problem, settings, threads: 1);
        for (int epoch = 0; epoch < epochs; epoch++) solver.Epoch();
        return solver;
    }
}
