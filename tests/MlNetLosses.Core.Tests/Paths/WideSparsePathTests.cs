using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Paths;

/// <summary>Paths over many sparse features, most of which are hardly ever read: what is not read must not matter.</summary>
[TestFixture(typeof(HalfSquared))]
[TestFixture(typeof(Logistic))]
[TestFixture(typeof(Huber))]
public sealed class WideSparsePathTests<TLoss>
    where TLoss : struct, ICurvedLoss
{
    private const int ExampleCount = 60;
    private const int FeatureCount = 300;
    private const double Tolerance = 1e-9;

    /// <summary>Some features are in most rows, some far from 0 there, most in a few.</summary>
    private static readonly Gen<Problem<TLoss, NoPenalty>> Problems =
        from seed in Gen.Int
        from weighted in Gen.Bool
        from standardize in Gen.Bool
        from intercept in Gen.Bool
        select Draw(new(seed), weighted, standardize, intercept);

    private static readonly Gen<double> Ratios = Gen.OneOf(Gen.Const(1.0), Gen.Double[0.2, 1]);

    [Test]
    public void Certificates_are_those_of_all_features() => Gen.Select(Problems, Ratios).Sample(
        (problem, ratio) => Fit(problem, ratio, strongRule: true).All(point =>
        {
            Certificate fresh = DualityGap.Certify(Penalised(problem, new PathPenalty(point.Lambda, point.L1Ratio)), point.Model, threads: 1);
            double rounding = 1e-10 * Math.Abs(fresh.NullObjective);
            return point.Converged && Math.Abs(fresh.Objective - point.Certificate.Objective) <= rounding && Math.Abs(fresh.DualityGap - point.Certificate.DualityGap) <= rounding;
        }),
        iter: 40);

    [Test]
    public void The_path_is_that_with_all_features_read() => Gen.Select(Problems, Ratios).Sample(
        (problem, ratio) => Fit(problem, ratio, strongRule: true).Zip(Fit(problem, ratio, strongRule: false))
            .All(pair => Math.Abs(pair.First.Certificate.Objective - pair.Second.Certificate.Objective) <= 2 * Tolerance * pair.First.Certificate.NullObjective),
        iter: 30);

    [Test]
    public void Threads_change_no_bit() => Problems.Sample(
        problem => Fit(problem, 0.5, strongRule: true, threads: 1).SelectMany(point => point.Model.Weights)
            .SequenceEqual(Fit(problem, 0.5, strongRule: true, threads: 3).SelectMany(point => point.Model.Weights)),
        iter: 20);

    private static IReadOnlyList<PathPoint> Fit(Problem<TLoss, NoPenalty> problem, double ratio, bool strongRule, int threads = 1) => ElasticNetPath.Fit(
        problem, new() { L1Ratios = [ratio], NumberOfLambdas = 30, LambdaMinRatio = 0.1, Tolerance = Tolerance, UsesStrongRule = strongRule }, threads).Points;

    private static Problem<TLoss, PathPenalty> Penalised(Problem<TLoss, NoPenalty> problem, PathPenalty penalty) =>
        new(problem.Features, problem.Labels, problem.Loss, penalty)
        {
            ExampleWeights = problem.ExampleWeights,
            FitIntercept = problem.FitIntercept,
            Standardize = problem.Standardize,
        };

    private static Problem<TLoss, NoPenalty> Draw(Random random, bool weighted, bool standardize, bool intercept)
    {
        List<float> values = [];
        List<int> columns = [], starts = [0];
        double[] targets = new double[ExampleCount];
        for (int i = 0; i < ExampleCount; i++)
        {
            for (int j = 0; j < FeatureCount; j++)
            {
                if (random.NextDouble() > (j < 5 ? 0.95 : j < 20 ? 0.4 : 0.04)) continue;
                values.Add((j < 3 ? 20 : 0) + random.NextSingle());
                columns.Add(j);
                targets[i] += (j % 7 - 3) * (values[^1] - (j < 3 ? 20 : 0));
            }

            starts.Add(values.Count);
            targets[i] += random.NextDouble();
        }

        double middle = targets.Order().ElementAt(ExampleCount / 2);
        return new(FeatureMatrix.Sparse([.. values], [.. columns], [.. starts], FeatureCount), [.. targets.Select(target => TLoss.Labels == LabelDomain.PlusMinusOne ? (target > middle ? 1 : -1) : target)], new(), new())
        {
            ExampleWeights = weighted ? [.. targets.Select(_ => (double)random.Next(1, 4))] : null,
            FitIntercept = intercept,
            Standardize = standardize,
        };
    }
}
