using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Tests.Data;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Features in a file give the model that they give in memory, to the last bit, dense and sparse.</summary>
[TestFixture]
public sealed class FeatureFileSolverTests
{
    private static readonly StoppingRule Rule = new(1e-6, 30);
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("features");

    [OneTimeTearDown]
    public void Clean() => directory.Delete(recursive: true);

    [Test]
    public void ProximalSdca_gives_the_same_bits() => Same(drawn => drawn.With(new Hinge(), new Ridge(drawn.L2)), problem => new ProximalSdca<Hinge, Ridge>(problem, seed: 1));

    [Test]
    public void CoordinateDescent_gives_the_same_bits() => Same(drawn => drawn.With(new Huber()), problem => new CoordinateDescent<Huber, ElasticNet>(problem));

    [Test]
    public void ProximalSgd_gives_the_same_bits() => Same(drawn => drawn.With(new Logistic()), problem => new ProximalSgd<Logistic, ElasticNet>(problem, new() { Seed = 1 }));

    [Test]
    public void ProximalSdcaMulticlass_gives_the_same_bits() => SameClasses(problem => new ProximalSdcaMulticlass<SoftmaxCrossEntropy, Ridge>(problem, seed: 1));

    [Test]
    public void ProximalSgdMulticlass_gives_the_same_bits() => SameClasses(problem => new ProximalSgdMulticlass<SoftmaxCrossEntropy, Ridge>(problem, new() { Seed = 1 }));

    [Test]
    public void A_path_has_the_same_bits() => SmallProblem.Plain.Sample(
        drawn =>
        {
            PathSettings settings = new() { L1Ratios = [0.5], NumberOfLambdas = 5 };
            using FeatureFile file = drawn.Matrix.ToFile(directory);
            AssertSame(Fit(file.Features), Fit(drawn.Matrix));

            LinearModel[] Fit(FeatureMatrix features) =>
                [.. ElasticNetPath.Fit(new Problem<HalfSquared, NoPenalty>(features, drawn.Targets, default, default), settings).Points.Select(point => point.Model)];
        },
        iter: 20);

    private void Same<TLoss, TPenalty>(Func<SmallProblem, Problem<TLoss, TPenalty>> pose, Func<Problem<TLoss, TPenalty>, ISolver> solver)
        where TLoss : struct, ILoss
        where TPenalty : struct, IPenalty => SmallProblem.Any.Sample(
            drawn =>
            {
                Problem<TLoss, TPenalty> problem = pose(drawn);
                using FeatureFile file = drawn.Matrix.ToFile(directory);
                Problem<TLoss, TPenalty> inFile = new(file.Features, problem.Labels, problem.Loss, problem.Penalty)
                {
                    ExampleWeights = problem.ExampleWeights,
                    FitIntercept = problem.FitIntercept,
                    Standardize = problem.Standardize,
                    PenaltyFactors = problem.PenaltyFactors,
                    LowerBounds = problem.LowerBounds,
                    UpperBounds = problem.UpperBounds,
                };
                AssertSame(SolverLoop.Run(solver(inFile), Rule), SolverLoop.Run(solver(problem), Rule));
            },
            iter: 40);

    private void SameClasses(Func<MulticlassProblem<SoftmaxCrossEntropy, Ridge>, ISolver> solver) => SmallProblem.Plain.Sample(
        drawn =>
        {
            using FeatureFile file = drawn.Matrix.ToFile(directory);
            AssertSame(Fit(file.Features), Fit(drawn.Matrix));

            SolverResult Fit(FeatureMatrix features) => SolverLoop.Run(
                solver(new(features, [.. Enumerable.Range(0, drawn.RowCount).Select(i => i % 3)], 3, default, new Ridge(drawn.L2))), Rule);
        },
        iter: 40);

    private static void AssertSame(SolverResult actual, SolverResult expected)
    {
        Assert.That(actual.Certificate, Is.EqualTo(expected.Certificate));
        AssertSame([actual.Model], [expected.Model]);
    }

    private static void AssertSame(LinearModel[] actual, LinearModel[] expected)
    {
        Assert.That(actual.SelectMany(model => model.Weights), Is.EqualTo(expected.SelectMany(model => model.Weights)));
        Assert.That(actual.SelectMany(model => model.Intercepts), Is.EqualTo(expected.SelectMany(model => model.Intercepts)));
    }
}
