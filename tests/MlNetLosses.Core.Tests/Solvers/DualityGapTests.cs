using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>P(w) − gap is below P of every other model, whatever the loss, the penalty and the model.</summary>
[TestFixture(typeof(Absolute))]
[TestFixture(typeof(EpsilonInsensitive))]
[TestFixture(typeof(Exponential))]
[TestFixture(typeof(HalfSquared))]
[TestFixture(typeof(Hinge))]
[TestFixture(typeof(Huber))]
[TestFixture(typeof(LogCosh))]
[TestFixture(typeof(Logistic))]
[TestFixture(typeof(ModifiedHuber))]
[TestFixture(typeof(Perceptron))]
[TestFixture(typeof(Poisson))]
[TestFixture(typeof(Quantile))]
[TestFixture(typeof(SmoothedHinge))]
[TestFixture(typeof(SquaredEpsilonInsensitive))]
[TestFixture(typeof(SquaredHinge))]
public sealed class DualityGapTests<TLoss>
    where TLoss : struct, IDualLoss
{
    private static readonly TLoss Loss = new();

    /// <summary>Problems of all kinds, some of them with a feature without penalty, and two models.</summary>
    private static readonly Gen<(SmallProblem Problem, LinearModel First, LinearModel Second)> ProblemAndModels =
        from drawn in SmallProblem.Any
        from free in Gen.Bool
        from first in Gen.Double[-1, 1].Array[drawn.ColumnCount + 1]
        from second in Gen.Double[-1, 1].Array[drawn.ColumnCount + 1]
        let problem = free ? drawn with { PenaltyFactors = [0, .. Enumerable.Repeat(1.0, drawn.ColumnCount - 1)] } : drawn
        select (problem, ModelOf(problem, first), ModelOf(problem, second));

    [Test]
    public void Bounds_the_distance_to_other_models_with_a_ridge() =>
        ProblemAndModels.Sample((drawn, first, second) => IsBound(drawn.With(Loss, new Ridge(drawn.L2)), first, second), iter: 30);

    [Test]
    public void Bounds_the_distance_to_other_models_with_an_elastic_net() =>
        ProblemAndModels.Sample((drawn, first, second) => IsBound(drawn.With(Loss), first, second), iter: 30);

    [Test]
    public void Bounds_the_distance_to_other_models_with_a_lasso() =>
        ProblemAndModels.Sample((drawn, first, second) => IsBound(drawn.With(Loss, new Lasso(0.01 + drawn.L1)), first, second), iter: 30);

    [Test]
    public void Bounds_the_distance_to_other_models_without_penalty() =>
        ProblemAndModels.Sample((drawn, first, second) => IsBound(drawn.With(Loss, new NoPenalty()), first, second), iter: 30);

    [Test]
    public void Bounds_the_distance_to_the_optimum_from_far_away() => Gen.Select(SmallProblem.Plain, Gen.Double[1, 5]).Sample(
        (drawn, shift) =>
        {
            Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
            SolverResult best = SolverLoop.Run(new ProximalSdca<TLoss, ElasticNet>(problem, threads: 1), new StoppingRule(1e-9, 20_000));
            Certificate away = DualityGap.Certify(problem, best.Model with { Intercepts = [best.Model.Intercepts[0] + 100 * shift] }, threads: 1);
            return away.DualityGap >= away.Objective - best.Certificate.Objective - 1e-9 * away.Objective;
        },
        iter: 30);

    private static LinearModel ModelOf(SmallProblem drawn, double[] numbers) => new(
        [.. numbers[1..].Select((w, j) => Math.Clamp(w, drawn.LowerBounds?[j] ?? -1, drawn.UpperBounds?[j] ?? 1))],
        [drawn.FitIntercept ? numbers[0] : 0]);

    private static bool IsBound<TPenalty>(Problem<TLoss, TPenalty> problem, LinearModel first, LinearModel second)
        where TPenalty : struct, IPenalty
    {
        var descent = new ProximalSgd<TLoss, TPenalty>(problem, threads: 1);
        for (int epoch = 0; epoch < 5; epoch++) descent.Epoch();
        LinearModel third = descent.ToModel(), none = new(new double[first.Weights.Length], [0]);
        Certificate[] certificates = [.. new[] { first, second, third, none }.Select(model => DualityGap.Certify(problem, model, threads: 1))];
        double least = certificates.Min(c => c.Objective);
        return certificates.All(c => c.DualityGap >= -1e-12 * (1 + c.Objective) && c.Objective - c.DualityGap <= least + 1e-12 * (1 + c.Objective));
    }
}
