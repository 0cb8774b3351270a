using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>What SGD promises on every problem, well-behaved or not.</summary>
[TestFixture(typeof(HalfSquared))]
[TestFixture(typeof(Huber))]
[TestFixture(typeof(Quantile))]
[TestFixture(typeof(Poisson))]
[TestFixture(typeof(Hinge))]
[TestFixture(typeof(Logistic))]
[TestFixture(typeof(Exponential))]
public sealed class ProximalSgdTests<TLoss>
    where TLoss : struct, IDualLoss
{
    private const int Few = 10;
    private const int Some = 25;

    private static readonly TLoss Loss = new();

    private static Gen<ProximalSgdSettings> Settings =>
        from seed in Gen.Int
        from exponent in Gen.Double[-2, 2]
        from schedule in Gen.Enum<LearningRateSchedule>()
        from average in Gen.Bool
        from validation in Gen.OneOf(Gen.Const(0.0), Gen.Double[0.01, 0.99])
        from patience in Gen.Int[1, 20]
        select new ProximalSgdSettings
        {
            Seed = seed,
            LearningRate = Math.Pow(10, exponent),
            Schedule = schedule,
            Average = average,
            ValidationFraction = validation,
            Patience = patience,
        };

    [Test]
    public void Every_setting_ends_in_a_finite_model_within_its_bounds_that_is_certified() => Gen.Select(SmallProblem.Any, Settings).Sample(
        (drawn, settings) =>
        {
            SolverResult result = SolverLoop.Run(Make(drawn, settings), new StoppingRule(1e-4, 40));
            return result.Model.Weights.Concat(result.Model.Intercepts).All(double.IsFinite)
                && result.Model.Weights.Select((w, j) => w >= (drawn.LowerBounds?[j] ?? w) && w <= (drawn.UpperBounds?[j] ?? w)).All(inside => inside)
                && result.Certificate.DualityGap >= -1e-12 * (1 + Math.Abs(result.Certificate.Objective));
        },
        iter: 100);

    [Test]
    public void Objective_of_the_best_model_never_rises() => Gen.Select(SmallProblem.Any, Settings, Gen.Double[-3, 3]).Sample(
        (drawn, settings, start) =>
        {
            var initial = new LinearModel([.. Enumerable.Repeat(start, drawn.ColumnCount)], [start]);
            ISolver solver = Make(drawn, settings with { ValidationFraction = 0 }, initial: initial);
            double before = solver.Certify().Objective;
            for (int epoch = 0; epoch < 10; epoch++)
            {
                solver.Epoch();
                double objective = solver.Certify().Objective;
                if (!(objective <= before + 1e-13 * (1 + Math.Abs(before)))) return false;
                before = objective;
            }

            return true;
        },
        iter: Some);

    [Test]
    public void Gap_bounds_the_distance_to_the_best_model_known() => Gen.Select(SmallProblem.Any, Settings).Sample(
        (drawn, settings) =>
        {
            double best = SolverLoop.Run(new ProximalSdca<TLoss, ElasticNet>(drawn.With(Loss), threads: 1), new StoppingRule(1e-6, 20_000)).Certificate.Objective;
            ISolver solver = Make(drawn, settings);
            for (int epoch = 0; epoch < 10; epoch++)
            {
                Certificate certificate = solver.Certify();
                double rounding = 1e-12 * (1 + Math.Abs(certificate.Objective));
                if (!(certificate.DualityGap >= -rounding && certificate.Objective - best <= certificate.DualityGap + rounding)) return false;
                solver.Epoch();
            }

            return true;
        },
        iter: Some);

    [Test]
    public void Certificate_is_that_of_the_model_on_the_whole_problem() => Gen.Select(SmallProblem.Any, Settings).Sample(
        (drawn, settings) =>
        {
            ISolver solver = Make(drawn, settings);
            for (int epoch = 0; epoch < 5; epoch++) solver.Epoch();
            Certificate own = solver.Certify(), other = DualityGap.Certify(drawn.With(Loss), solver.ToModel(), threads: 1);
            return Math.Abs(own.Objective - other.Objective) <= 1e-11 * (1 + Math.Abs(own.Objective)) && own.NullObjective == other.NullObjective
                && (own.DualityGap <= other.DualityGap + 1e-9 * (1 + Math.Abs(own.Objective)) || IsAtKink(drawn, solver.ToModel()));
        },
        iter: Some);

    /// <summary>Whether a prediction is so close to a kink that rounding decides its slope, and with it the dual point.</summary>
    private static bool IsAtKink(SmallProblem drawn, LinearModel model)
    {
        const double near = 1e-9;
        double[] labels = drawn.With(Loss).Labels;
        return Enumerable.Range(0, drawn.RowCount).Any(i =>
        {
            double z = drawn.Matrix[i].Dot(model.Weights) + model.Intercepts[0], margin = near * (1 + Math.Abs(z));
            return Math.Abs(Loss.Derivative(z + margin, labels[i]) - Loss.Derivative(z - margin, labels[i])) > 1e-3;
        });
    }

    [Test]
    public void Same_seed_gives_the_same_bits() => Gen.Select(SmallProblem.Any, Settings).Sample(
        (drawn, settings) => Bits(After(5, Make(drawn, settings))).SequenceEqual(Bits(After(5, Make(drawn, settings)))),
        iter: Few);

    [Test]
    public void Examples_of_weight_zero_have_no_influence() => Gen.Select(SmallProblem.Plain, Settings, Gen.Float[-1000, 1000]).Sample(
        (drawn, settings, far) =>
        {
            SmallProblem with = drawn with
            {
                RowCount = drawn.RowCount + 1,
                Features = [.. drawn.Features, .. Enumerable.Repeat(far, drawn.ColumnCount)],
                Targets = [.. drawn.Targets, far],
                ExampleWeights = [.. Enumerable.Repeat(1.0, drawn.RowCount), 0],
            };
            return Bits(After(5, Make(with, settings))).SequenceEqual(Bits(After(5, Make(drawn, settings))));
        },
        iter: Some);

    [Test]
    public void Inputs_are_left_alone() => Gen.Select(SmallProblem.Any, Settings).Sample(
        (drawn, settings) =>
        {
            Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
            double[][] inputs = [.. new[] { problem.Labels, problem.ExampleWeights, problem.PenaltyFactors, problem.LowerBounds, problem.UpperBounds }.OfType<double[]>()];
            double[][] before = [.. inputs.Select(array => (double[])array.Clone())];
            float[] features = [.. drawn.Features];
            var initial = new LinearModel([.. Enumerable.Repeat(0.5, drawn.ColumnCount)], [1]);
            After(3, new ProximalSgd<TLoss, ElasticNet>(problem, settings, threads: 1, initial)).Weights.AsSpan().Clear();
            return drawn.Features.SequenceEqual(features) && inputs.Zip(before).All(pair => pair.First.SequenceEqual(pair.Second))
                && initial.Weights.All(w => w == 0.5) && initial.Intercepts[0] == 1;
        },
        iter: Few);

    [Test]
    public void An_epoch_allocates_nothing([Values] bool sparse, [Values] bool average, [Values(0, 0.3)] double validation)
    {
        SmallProblem drawn = SgdProblem.Draw(100, 9, seed: 5) with { IsSparse = sparse };
        ISolver solver = Make(drawn, new() { Average = average, ValidationFraction = validation });
        for (int epoch = 0; epoch < 3; epoch++) solver.Epoch();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int epoch = 0; epoch < 10; epoch++) solver.Epoch();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Number_of_threads_does_not_change_a_bit()
    {
        Problem<TLoss, ElasticNet> problem = SgdProblem.Draw(8_200, 2, seed: 1).With(Loss);
        (long[] Model, Certificate Certificate)[] runs = [.. new int?[] { 1, 2, 3, null }.Select(threads =>
        {
            var solver = new ProximalSgd<TLoss, ElasticNet>(problem, threads: threads);
            return (Bits(After(2, solver)), solver.Certify());
        })];
        Assert.That(runs, Is.All.Matches<(long[] Model, Certificate Certificate)>(run => run.Model.SequenceEqual(runs[0].Model) && run.Certificate == runs[0].Certificate));
    }

    private static ProximalSgd<TLoss, ElasticNet> Make(SmallProblem drawn, ProximalSgdSettings settings, LinearModel? initial = null) =>
        new(drawn.With(Loss), settings, threads: 1, initial);

    private static LinearModel After(int epochs, ISolver solver)
    {
        for (int epoch = 0; epoch < epochs; epoch++) solver.Epoch();
        return solver.ToModel();
    }

    private static long[] Bits(LinearModel model) => [.. model.Weights.Concat(model.Intercepts).Select(BitConverter.DoubleToInt64Bits)];
}
