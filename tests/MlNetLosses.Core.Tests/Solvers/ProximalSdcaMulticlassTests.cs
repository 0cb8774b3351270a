using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture(typeof(SoftmaxCrossEntropy), typeof(Logistic))]
[TestFixture(typeof(CrammerSinger), typeof(Hinge))]
public sealed class ProximalSdcaMulticlassTests<TLoss, TBinary>
    where TLoss : struct, IMulticlassDualLoss
    where TBinary : struct, IDualLoss
{
    private const int ClassCount = 3;
    private static readonly TLoss Loss = new();

    /// <summary>With two classes W₁ = −W₂ = ½w: the same L1, twice the L2 gives the same penalty.</summary>
    [Test]
    public void Two_classes_are_the_binary_problem() => SmallProblem.Any.Where(drawn => drawn.LowerBounds is null).Sample(
        drawn =>
        {
            Problem<TBinary, ElasticNet> binary = drawn.With(new TBinary());
            MulticlassProblem<TLoss, ElasticNet> two = new(
                drawn.Matrix, [.. binary.Labels.Select(y => y > 0 ? 0 : 1)], 2, Loss, new ElasticNet(drawn.L1, 2 * drawn.L2))
            {
                ExampleWeights = drawn.ExampleWeights,
                FitIntercept = drawn.FitIntercept,
                Standardize = drawn.Standardize,
                PenaltyFactors = drawn.PenaltyFactors,
            };
            SolverResult expected = SolverLoop.Run(new ProximalSdca<TBinary, ElasticNet>(binary, threads: 1), new StoppingRule(1e-9, 20_000));
            SolverResult actual = Solve(two, 1e-9);
            double rounding = 1e-9 * (1 + expected.Certificate.Objective);
            return actual.Converged && expected.Converged
                && Math.Abs(actual.Certificate.Objective - expected.Certificate.Objective) <= 2 * rounding
                && Math.Abs(actual.Certificate.NullObjective - expected.Certificate.NullObjective) <= rounding
                && AreClose(Enumerable.Range(0, drawn.ColumnCount).Select(j => actual.Model.Weights[j] - actual.Model.Weights[drawn.ColumnCount + j]), expected.Model.Weights, 2e-3);
        },
        iter: 10);

    [Test]
    public void Gap_is_never_negative_and_bounds_the_distance_to_other_models() => Gen.Select(SmallProblem.Any, Gen.Int).Sample(
        (drawn, seed) =>
        {
            MulticlassProblem<TLoss, ElasticNet> problem = Of(drawn);
            double least = Solve(problem, 1e-6).Certificate.Objective;
            var solver = new ProximalSdcaMulticlass<TLoss, ElasticNet>(problem, seed, threads: 1);
            for (int epoch = 0; epoch < 5; epoch++)
            {
                Certificate certificate = solver.Certify();
                double rounding = 1e-12 * (1 + certificate.Objective);
                if (!(certificate.DualityGap >= -rounding && certificate.Objective - least <= certificate.DualityGap + rounding)) return false;
                solver.Epoch();
            }

            return true;
        },
        iter: 10);

    [Test]
    public void Converges_tightly() => SmallProblem.Any.Sample(drawn => Solve(Of(drawn), 1e-8).Converged, iter: 10);

    [Test]
    public void Dense_and_sparse_rows_give_the_same_model() => SmallProblem.Any.Sample(
        drawn => HaveSameWeights(Of(drawn with { IsSparse = false }), Of(drawn with { IsSparse = true })),
        iter: 10);

    [Test]
    public void Whole_example_weights_are_repeated_rows() => SmallProblem.Any.Where(drawn => drawn.ExampleWeights is not null).Sample(
        drawn =>
        {
            SmallProblem positive = drawn with { ExampleWeights = [.. drawn.ExampleWeights!.Select(s => Math.Max(1, s))] };
            int[] rows = [.. positive.ExampleWeights.SelectMany((count, i) => Enumerable.Repeat(i, (int)count))];
            int[] classes = Classes(positive);
            return HaveSameWeights(Of(positive), Of(positive.Take(rows) with { ExampleWeights = null }, [.. rows.Select(i => classes[i])]));
        },
        iter: 10);

    [Test]
    public void Order_of_the_classes_does_not_matter() => SmallProblem.Any.Sample(
        drawn =>
        {
            LinearModel model = Solve(Of(drawn), 1e-9).Model, reversed = Solve(Of(drawn, [.. Classes(drawn).Select(y => ClassCount - 1 - y)]), 1e-9).Model;
            return AreClose(model.Weights.Chunk(drawn.ColumnCount).Reverse().SelectMany(w => w), reversed.Weights, 2e-3);
        },
        iter: 10);

    /// <summary>Adding the same to every class changes no loss, so the penalty alone decides: with a ridge the weights of a feature sum to 0.</summary>
    [Test]
    public void Ridge_weights_of_a_feature_sum_to_zero() => SmallProblem.Any.Where(drawn => drawn.LowerBounds is null).Sample(
        drawn =>
        {
            double[] weights = Solve(Of(drawn with { L1 = 0 }), 1e-8).Model.Weights;
            return Enumerable.Range(0, drawn.ColumnCount).All(j => Math.Abs(Enumerable.Range(0, ClassCount).Sum(k => weights[k * drawn.ColumnCount + j])) <= 1e-9);
        },
        iter: 10);

    [Test]
    public void Weights_are_within_their_bounds_to_the_last_bit() => SmallProblem.Any.Where(drawn => drawn.LowerBounds is not null).Sample(
        drawn => Solve(Of(drawn), 1e-4).Model.Weights
            .Select((w, at) => w >= drawn.LowerBounds![at % drawn.ColumnCount] && w <= drawn.UpperBounds![at % drawn.ColumnCount]).All(inside => inside),
        iter: 10);

    [Test]
    public void Warm_start_begins_with_a_better_bound_and_converges() => SmallProblem.Any.Sample(
        drawn =>
        {
            MulticlassProblem<TLoss, ElasticNet> problem = Of(drawn);
            SolverResult cold = Solve(problem, 1e-6);
            var solver = new ProximalSdcaMulticlass<TLoss, ElasticNet>(problem, threads: 1, initialModel: cold.Model);
            Certificate first = solver.Certify(), fromNothing = new ProximalSdcaMulticlass<TLoss, ElasticNet>(problem, threads: 1).Certify();
            return first.Objective - first.DualityGap >= fromNothing.Objective - fromNothing.DualityGap - 1e-12
                && SolverLoop.Run(solver, new StoppingRule(1e-6, 20_000)).Converged;
        },
        iter: 10);

    [Test]
    public void Seed_decides_the_bits_and_threads_do_not()
    {
        const int rows = 8_200;
        var random = new Random(1);
        float[] features = [.. Enumerable.Range(0, rows * 2).Select(_ => random.Next(-50, 50) / 16f)];
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => random.Next(3))];
        MulticlassProblem<TLoss, Ridge> problem = new(FeatureMatrix.Dense(features, rows, 2), labels, 3, Loss, new Ridge(0.1));
        LinearModel[] models = [.. new[] { (1, 1), (1, 2), (1, 3), (2, 1) }.Select(run =>
        {
            var solver = new ProximalSdcaMulticlass<TLoss, Ridge>(problem, seed: run.Item1, threads: run.Item2);
            solver.Epoch();
            solver.Certify();
            solver.Epoch();
            return solver.ToModel();
        })];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(models[1].Weights, Is.EqualTo(models[0].Weights));
            Assert.That(models[2].Weights, Is.EqualTo(models[0].Weights));
            Assert.That(models[2].Intercepts, Is.EqualTo(models[0].Intercepts));
            Assert.That(models[3].Weights, Is.Not.EqualTo(models[0].Weights));
        }
    }

    [Test]
    public void An_epoch_allocates_nothing()
    {
        var random = new Random(3);
        float[] features = [.. Enumerable.Range(0, 100 * 5).Select(_ => random.Next(-50, 50) / 16f)];
        MulticlassProblem<TLoss, Ridge> problem = new(FeatureMatrix.Dense(features, 100, 5), [.. Enumerable.Range(0, 100).Select(i => i % 3)], 3, Loss, new Ridge(0.1));
        var solver = new ProximalSdcaMulticlass<TLoss, Ridge>(problem);
        for (int epoch = 0; epoch < 3; epoch++) solver.Epoch();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int epoch = 0; epoch < 5; epoch++) solver.Epoch();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Null_objective_is_the_least_without_features() => Gen.Int[1, 30].Array[2, 8].Sample(
        counts =>
        {
            int n = counts.Sum();
            double[] shares = [.. counts.Select(count => (double)count / n)];
            double expected = Loss is SoftmaxCrossEntropy ? shares.Sum(share => -share * Math.Log(share)) : Math.Min(1, 2 * (1 - shares.Max()));
            MulticlassProblem<TLoss, Ridge> problem = new(
                FeatureMatrix.Dense(new float[n], n, 1), [.. counts.SelectMany((count, k) => Enumerable.Repeat(k, count))], counts.Length, Loss, new Ridge(1));
            Certificate certificate = new ProximalSdcaMulticlass<TLoss, Ridge>(problem, threads: 1).Certify();
            return Math.Abs(certificate.NullObjective - expected) <= 1e-9 && Math.Abs(certificate.Objective - expected) <= 1e-9;
        },
        iter: 50);

    [TestCase(new[] { 0, 2, 3 }, "Classes must be 0 … 2, got 3 in row 2.")]
    [TestCase(new[] { -1, 2, 1 }, "Classes must be 0 … 2, got -1 in row 0.")]
    [TestCase(new[] { 0, 2, 0 }, "Every class must have an example with a positive weight, got none of class 1. Leave the class out, or fit without intercept.")]
    public void Labels_must_be_all_of_the_classes(int[] labels, string message) => Assert.That(
        () => new ProximalSdcaMulticlass<TLoss, Ridge>(new MulticlassProblem<TLoss, Ridge>(FeatureMatrix.Dense([1, 2, 3], 3, 1), labels, 3, Loss, new Ridge(1))),
        Throws.ArgumentException.With.Message.EqualTo(message));

    [Test]
    public void A_class_without_examples_is_possible_without_intercept()
    {
        MulticlassProblem<TLoss, Ridge> problem = new(FeatureMatrix.Dense([1, 2, -3], 3, 1), [0, 0, 2], 3, Loss, new Ridge(1)) { FitIntercept = false };
        Assert.That(Solve(problem, 1e-9).Converged, Is.True);
    }

    private static int[] Classes(SmallProblem drawn) =>
        [0, 1, 2, .. drawn.Targets[3..].Select(t => t < 0 ? 0 : t < 2 ? 1 : 2)];

    private static MulticlassProblem<TLoss, ElasticNet> Of(SmallProblem drawn, int[]? classes = null) =>
        new(drawn.Matrix, classes ?? Classes(drawn), ClassCount, Loss, drawn.Penalty)
        {
            ExampleWeights = drawn.ExampleWeights is null ? null : [.. drawn.ExampleWeights.Select(s => Math.Max(1, s))],
            FitIntercept = drawn.FitIntercept,
            Standardize = drawn.Standardize,
            PenaltyFactors = drawn.PenaltyFactors,
            LowerBounds = drawn.LowerBounds,
            UpperBounds = drawn.UpperBounds,
        };

    private static SolverResult Solve<TPenalty>(MulticlassProblem<TLoss, TPenalty> problem, double tolerance)
        where TPenalty : struct, IStronglyConvexPenalty =>
        SolverLoop.Run(new ProximalSdcaMulticlass<TLoss, TPenalty>(problem, threads: 1), new StoppingRule(tolerance, 20_000));

    private static bool HaveSameWeights(MulticlassProblem<TLoss, ElasticNet> a, MulticlassProblem<TLoss, ElasticNet> b) =>
        AreClose(Solve(a, 1e-9).Model.Weights, Solve(b, 1e-9).Model.Weights, 2e-3);

    private static bool AreClose(IEnumerable<double> a, IEnumerable<double> b, double tolerance) =>
        a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance);
}
