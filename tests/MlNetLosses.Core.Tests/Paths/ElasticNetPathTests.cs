using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Tests.Solvers;

namespace MlNetLosses.Tests.Paths;

/// <summary>What a path promises, whatever the loss.</summary>
[TestFixture(typeof(HalfSquared))]
[TestFixture(typeof(Huber))]
[TestFixture(typeof(LogCosh))]
[TestFixture(typeof(Logistic))]
[TestFixture(typeof(Poisson))]
[TestFixture(typeof(SmoothedHinge))]
[TestFixture(typeof(SquaredHinge))]
[TestFixture(typeof(ModifiedHuber))]
[TestFixture(typeof(SquaredEpsilonInsensitive))]
public sealed class ElasticNetPathTests<TLoss>
    where TLoss : struct, ICurvedLoss
{
    private static readonly TLoss Loss = new();

    private static readonly Gen<double> Ratio = Gen.OneOf(Gen.Const(1.0), Gen.Double[0.05, 1]);

    /// <summary>Problems of all kinds; some with a feature without penalty, unless that could separate the classes: then no weight is best.</summary>
    private static readonly Gen<Problem<TLoss, NoPenalty>> Problems =
        from drawn in SmallProblem.Any
        from free in Gen.Bool
        let problem = free && TLoss.Labels == LabelDomain.Real ? drawn with { PenaltyFactors = [0, .. Enumerable.Repeat(1.0, drawn.ColumnCount - 1)], LowerBounds = null, UpperBounds = null } : drawn
        select problem.With(Loss, new NoPenalty());

    [Test]
    public void All_penalised_weights_are_zero_at_the_first_lambda_and_not_just_below() => Gen.Select(Problems, Ratio).Sample(
        (problem, ratio) =>
        {
            PathPoint first = Fit(problem, new() { L1Ratios = [ratio], NumberOfLambdas = 2, Tolerance = 1e-8 }).Points[0];
            if (Penalized(first, problem).Any(w => w != 0)) return false;
            if (first.Lambda is 1 or < 1e-3) return true;      // nothing, or hardly anything, to gain at any λ
            PathPoint below = Fit(problem, new() { L1Ratios = [ratio], Lambdas = [first.Lambda * (1 - 1e-2)], Tolerance = 0 }).Points[0];
            return Penalized(below, problem).Any(w => w != 0);
        },
        iter: 60);

    [Test]
    public void Every_model_reaches_the_gap_asked_for() => Gen.Select(Problems, Ratio).Sample(
        (problem, ratio) => Fit(problem, new() { L1Ratios = [ratio], NumberOfLambdas = 20, LambdaMinRatio = 1e-2, Tolerance = 1e-7 })
            .Points.All(point => point.Converged && point.Certificate.RelativeGap <= 1e-7 && point.Certificate.DualityGap >= -1e-12 * (1 + point.Certificate.Objective)),
        iter: 60);

    [Test]
    public void Every_certificate_is_that_of_the_problem_of_its_lambda() => Gen.Select(Problems, Gen.Double[0.1, 0.9]).Sample(
        (problem, ratio) => Fit(problem, new() { L1Ratios = [ratio], NumberOfLambdas = 6, LambdaMinRatio = 1e-2 }).Points.All(point =>
        {
            Certificate fresh = DualityGap.Certify(Penalised(problem, new ElasticNet(point.L1, point.L2)), point.Model, threads: 1);
            double rounding = 1e-9 * (1e-3 + Math.Abs(fresh.NullObjective));
            return Math.Abs(fresh.Objective - point.Certificate.Objective) <= rounding && Math.Abs(fresh.DualityGap - point.Certificate.DualityGap) <= rounding;
        }),
        iter: 40);

    [Test]
    public void Every_model_is_that_of_a_fit_by_another_solver() => Gen.Select(SmallProblem.Plain, Gen.Double[0.1, 0.9]).Sample(
        (drawn, ratio) =>
        {
            Problem<TLoss, NoPenalty> problem = drawn.With(Loss, new NoPenalty());
            return Fit(problem, new() { L1Ratios = [ratio], NumberOfLambdas = 5, LambdaMinRatio = 0.05, Tolerance = 1e-9 }).Points.All(point =>
            {
                Problem<TLoss, ElasticNet> separate = Penalised(problem, new ElasticNet(point.L1, point.L2));
                Certificate other = SolverLoop.Run(new ProximalSdca<TLoss, ElasticNet>(separate, threads: 1), new(1e-7, 5000)).Certificate;
                return Math.Abs(other.Objective - point.Certificate.Objective) <= other.DualityGap + point.Certificate.DualityGap + 1e-12 * other.NullObjective
                    && other.RelativeGap <= 1e-4;
            });
        },
        iter: 10);

    [Test]
    public void The_strong_rule_changes_no_model() => Gen.Select(Problems, Ratio).Sample(
        (problem, ratio) =>
        {
            PathSettings settings = new() { L1Ratios = [ratio], NumberOfLambdas = 12, LambdaMinRatio = 1e-2, Tolerance = 1e-9 };
            RegularizationPath with = Fit(problem, settings), without = Fit(problem, settings with { UsesStrongRule = false });
            return with.Points.Count == without.Points.Count && with.Points.Zip(without.Points).All(pair =>
                Math.Abs(pair.First.Certificate.Objective - pair.Second.Certificate.Objective) <= 2e-9 * Math.Abs(pair.First.Certificate.NullObjective) + 1e-14);
        },
        iter: 40);

    [Test]
    public void An_example_of_weight_k_is_k_examples() => Gen.Select(SmallProblem.Plain, Gen.Int[0, 3].Array[60]).Sample(
        (drawn, counts) =>
        {
            int[] times = [.. counts.Take(drawn.RowCount)];
            (times[0], times[1]) = (1, 1);
            SmallProblem weighted = drawn with { ExampleWeights = [.. times.Select(k => (double)k)] };
            SmallProblem repeated = drawn.Take([.. Enumerable.Range(0, drawn.RowCount).SelectMany(i => Enumerable.Repeat(i, times[i]))]);
            Problem<TLoss, NoPenalty> first = weighted.With(Loss, new NoPenalty());
            Problem<TLoss, NoPenalty> second = new(repeated.Matrix, [.. first.Labels.SelectMany((y, i) => Enumerable.Repeat(y, times[i]))], Loss, new());
            PathSettings settings = new() { NumberOfLambdas = 5, LambdaMinRatio = 0.05, Tolerance = 1e-9 };
            return Fit(first, settings).Points.Zip(Fit(second, settings).Points).All(pair =>
                Math.Abs(pair.First.Lambda - pair.Second.Lambda) <= 1e-9 * pair.First.Lambda
                && Math.Abs(pair.First.Certificate.Objective - pair.Second.Certificate.Objective) <= 1e-8 * (1e-6 + pair.First.Certificate.NullObjective));
        },
        iter: 40);

    [Test]
    public void Any_number_of_threads_gives_the_same_bits() => Gen.Select(Problems, Ratio).Sample(
        (problem, ratio) =>
        {
            PathSettings settings = new() { L1Ratios = [ratio], NumberOfLambdas = 8 };
            return ElasticNetPath.Fit(problem, settings, threads: 1).Points.Zip(ElasticNetPath.Fit(problem, settings, threads: 3).Points)
                .All(pair => pair.First.Model.Weights.SequenceEqual(pair.Second.Model.Weights) && pair.First.Model.Intercepts[0] == pair.Second.Model.Intercepts[0]);
        },
        iter: 10);

    [Test]
    public void A_ridge_path_is_finite_and_certified() => Problems.Sample(
        problem => Fit(problem, new() { L1Ratios = [0], NumberOfLambdas = 10, Tolerance = 1e-7 }).Points.All(point => point.Converged),
        iter: 30);

    private static RegularizationPath Fit(Problem<TLoss, NoPenalty> problem, PathSettings settings) => ElasticNetPath.Fit(problem, settings, threads: 1);

    private static IEnumerable<double> Penalized(PathPoint point, Problem<TLoss, NoPenalty> problem) =>
        point.Model.Weights.Where((_, j) => problem.PenaltyFactors?[j] != 0);

    private static Problem<TLoss, TPenalty> Penalised<TPenalty>(Problem<TLoss, NoPenalty> problem, TPenalty penalty)
        where TPenalty : struct, IPenalty => new(problem.Features, problem.Labels, problem.Loss, penalty)
        {
            ExampleWeights = problem.ExampleWeights,
            FitIntercept = problem.FitIntercept,
            Standardize = problem.Standardize,
            PenaltyFactors = problem.PenaltyFactors,
            LowerBounds = problem.LowerBounds,
            UpperBounds = problem.UpperBounds,
        };
}
