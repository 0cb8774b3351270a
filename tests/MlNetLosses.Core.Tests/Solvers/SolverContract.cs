using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>What every solver that certifies its way to the optimum promises, for every smooth loss. A solver's own fixture only says how to make one.</summary>
[TestFixture]
public abstract partial class SolverContract<TLoss>
    where TLoss : struct, ISmoothLoss, IDualLoss
{
    private const int Few = 8;
    private const int Some = 25;
    private const int MaximumEpochs = 20_000;
    private const double Tight = 1e-12;

    /// <summary>What two models of a relative gap of 1e-12 can differ by, where the ridge is weakest.</summary>
    private const double SameModel = 1e-4;

    private static readonly TLoss Loss = new();

    protected abstract ISolver Make(Problem<TLoss, ElasticNet> problem, int seed = 0, int? threads = 1, LinearModel? initial = null);

    [Test]
    public void Gap_is_never_negative_and_bounds_the_distance_to_the_optimum() => SmallProblem.Any.Sample(
        drawn =>
        {
            Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
            double optimum = Optimum.Of(problem).Objective;
            ISolver solver = Make(problem);
            Certificate certificate = solver.Certify();
            for (int epoch = 0; epoch < 30 && certificate.RelativeGap > 0; epoch++)
            {
                double rounding = 1e-12 * (1 + Math.Abs(certificate.Objective));
                if (!(certificate.DualityGap >= -rounding && certificate.Objective >= optimum - rounding
                    && certificate.Objective - optimum <= certificate.DualityGap + rounding)) return false;
                solver.Epoch();
                certificate = solver.Certify();
            }

            return true;
        },
        iter: Some);

    [Test]
    public void Reaches_the_optimum() => SmallProblem.Any.Sample(
        drawn =>
        {
            Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
            (double objective, double[] weights, double _) = Optimum.Of(problem);
            SolverResult result = Solve(problem);
            return Math.Abs(result.Certificate.Objective - objective) <= 1e-11 * (1 + objective)
                && AreClose(result.Model.Weights, weights, SameModel);
        },
        iter: Some);

    [Test]
    public void Weights_are_within_their_bounds_to_the_last_bit() => SmallProblem.Any.Where(drawn => drawn.LowerBounds is not null).Sample(
        drawn =>
        {
            ISolver solver = Make(drawn.With(Loss));
            for (int epoch = 0; epoch < 10; epoch++) solver.Epoch();
            return solver.ToModel().Weights.Select((w, j) => w >= drawn.LowerBounds![j] && w <= drawn.UpperBounds![j]).All(inside => inside);
        },
        iter: Some);

    [Test]
    public void Certificate_is_that_of_the_model() => SmallProblem.Any.Sample(
        drawn =>
        {
            Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
            ISolver solver = Make(problem);
            for (int epoch = 0; epoch < 5; epoch++) solver.Epoch();
            Certificate own = solver.Certify(), other = DualityGap.Certify(problem, solver.ToModel(), threads: 1);
            return Math.Abs(own.Objective - other.Objective) <= 1e-11 * (1 + own.Objective) && own.NullObjective == other.NullObjective;
        },
        iter: Some);

    [Test]
    public void All_weights_are_zero_from_the_largest_useful_l1_on() => SmallProblem.Plain.Sample(
        drawn =>
        {
            double least = LargestUsefulL1(drawn);
            if (least < 1e-6) return true;
            SolverResult above = Solve(drawn with { L1 = 1.0001 * least }), below = Solve(drawn with { L1 = 0.99 * least });
            return above.Model.Weights.All(w => w == 0) && above.Certificate.RelativeGap == 0 && below.Model.Weights.Any(w => w != 0);
        },
        iter: Some);

    [Test]
    public void Warm_start_at_the_optimum_certifies_at_once() => SmallProblem.Any.Sample(
        drawn =>
        {
            Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
            Certificate certificate = Make(problem, initial: Solve(problem).Model).Certify();
            // A solver may start at weights that it computes from a dual point: a hair off, times the condition of the problem.
            return certificate.DualityGap <= 1e-5 * certificate.NullObjective;
        },
        iter: Some);

    [Test]
    public void Warm_start_anywhere_ends_at_the_optimum() => Gen.Select(SmallProblem.Any, Gen.Double[-3, 3]).Sample(
        (drawn, start) =>
        {
            Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
            var initial = new LinearModel([.. Enumerable.Range(0, drawn.ColumnCount).Select(j => start * (j + 1))], [start]);
            SolverResult result = SolverLoop.Run(Make(problem, initial: initial), new StoppingRule(Tight, MaximumEpochs));
            return result.Converged && AreClose(result.Model.Weights, Solve(problem).Model.Weights, SameModel);
        },
        iter: Few);

    [Test]
    public void Same_seed_gives_the_same_bits() => Gen.Select(SmallProblem.Any, Gen.Int).Sample(
        (drawn, seed) => HaveEqualBits(ModelAfter(5, Make(drawn.With(Loss), seed)), ModelAfter(5, Make(drawn.With(Loss), seed))),
        iter: Few);

    [Test]
    public void Number_of_threads_does_not_change_a_bit()
    {
        // Enough rows for several blocks.
        const int rows = 8_200, columns = 2;
        var random = new Random(1);
        float[] features = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(-50, 50) / 16f)];
        double[] targets = [.. Enumerable.Range(0, rows).Select(i => features[i * columns] + random.NextDouble())];
        Problem<TLoss, ElasticNet> problem = new SmallProblem(rows, columns, features, targets, 0.01, 0.1) { FitIntercept = true, Standardize = true }.With(Loss);
        LinearModel start = new([1, -1], [0.25]);
        (LinearModel Model, Certificate Certificate)[] runs = [.. new int?[] { 1, 2, 3, null }.Select(threads =>
        {
            ISolver solver = Make(problem, threads: threads, initial: start);
            solver.Epoch();
            solver.Certify();
            solver.Epoch();
            return (solver.ToModel(), solver.Certify());
        })];
        Assert.That(runs, Is.All.Matches<(LinearModel Model, Certificate Certificate)>(run => HaveEqualBits(run.Model, runs[0].Model) && run.Certificate == runs[0].Certificate));
    }

    [Test]
    public void Inputs_are_left_alone() => SmallProblem.Any.Sample(
        drawn =>
        {
            Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
            float[] features = [.. drawn.Features];
            double[][] before = [.. Arrays(problem).Select(array => (double[])array.Clone())];
            var initial = new LinearModel([.. Enumerable.Repeat(0.5, drawn.ColumnCount)], [1]);
            SolverLoop.Run(Make(problem, initial: initial), new StoppingRule(0, 3));
            return drawn.Features.SequenceEqual(features) && Arrays(problem).Zip(before).All(pair => pair.First.SequenceEqual(pair.Second))
                && initial.Weights.All(w => w == 0.5) && initial.Intercepts[0] == 1;
        },
        iter: Few);

    [Test]
    public void Model_is_a_copy() => SmallProblem.Any.Sample(
        drawn =>
        {
            ISolver solver = Make(drawn.With(Loss));
            solver.Epoch();
            LinearModel model = solver.ToModel();
            double[] weights = [.. model.Weights];
            Array.Fill(model.Weights, 77);
            return solver.ToModel().Weights.SequenceEqual(weights);
        },
        iter: Few);

    [TestCase(false)]
    [TestCase(true)]
    public void An_epoch_allocates_nothing(bool sparse)
    {
        ISolver solver = Make((Fixed() with { IsSparse = sparse }).With(Loss));
        for (int epoch = 0; epoch < 3; epoch++) solver.Epoch();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int epoch = 0; epoch < 10; epoch++) solver.Epoch();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private SolverResult Solve(SmallProblem drawn, double tolerance = Tight) => Solve(drawn.With(Loss), tolerance);

    private SolverResult Solve(Problem<TLoss, ElasticNet> problem, double tolerance = Tight)
    {
        SolverResult result = SolverLoop.Run(Make(problem), new StoppingRule(tolerance, MaximumEpochs));
        return result.Converged ? result : throw new InvalidOperationException($"Not converged: {result.Certificate}.");
    }

    private static LinearModel ModelAfter(int epochs, ISolver solver)
    {
        for (int epoch = 0; epoch < epochs; epoch++) solver.Epoch();
        return solver.ToModel();
    }

    /// <summary>λmax = max |Σ sᵢ f′(b₀, yᵢ) (xᵢⱼ − x̄ⱼ)/σⱼ|, b₀ the intercept of the model without weights.</summary>
    private static double LargestUsefulL1(SmallProblem drawn)
    {
        Problem<TLoss, ElasticNet> nothing = (drawn with { L1 = 1e6 }).With(Loss);
        double intercept = Optimum.Of(nothing).Intercept, largest = 0;
        double[] slopes = [.. nothing.Labels.Select(y => Loss.Derivative(intercept, y))];
        for (int j = 0; j < drawn.ColumnCount; j++)
        {
            double[] column = [.. Enumerable.Range(0, drawn.RowCount).Select(i => (double)drawn.Features[i * drawn.ColumnCount + j])];
            double mean = column.Average(), scale = Math.Sqrt(column.Average(x => (x - mean) * (x - mean)));
            if (scale > 0) largest = Math.Max(largest, Math.Abs(column.Select((x, i) => slopes[i] * (x - mean)).Average()) / scale);
        }

        return largest;
    }

    private static SmallProblem Fixed()
    {
        var random = new Random(5);
        float[] features = [.. Enumerable.Range(0, 100 * 9).Select(_ => random.Next(-50, 50) / 16f)];
        double[] targets = [.. Enumerable.Range(0, 100).Select(i => features[i * 9] - features[i * 9 + 1] + random.NextDouble())];
        return new(100, 9, features, targets, 0.01, 0.01) { FitIntercept = true, Standardize = true };
    }

    private static IEnumerable<double[]> Arrays(Problem<TLoss, ElasticNet> problem) =>
        new[] { problem.Labels, problem.ExampleWeights, problem.PenaltyFactors, problem.LowerBounds, problem.UpperBounds }.OfType<double[]>();

    private static bool HaveEqualBits(LinearModel a, LinearModel b) =>
        a.Weights.Concat(a.Intercepts).Select(BitConverter.DoubleToInt64Bits).SequenceEqual(b.Weights.Concat(b.Intercepts).Select(BitConverter.DoubleToInt64Bits));

    private static bool AreClose(IEnumerable<double> a, IEnumerable<double> b, double tolerance) =>
        a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance * (1 + Math.Abs(pair.First)));
}
