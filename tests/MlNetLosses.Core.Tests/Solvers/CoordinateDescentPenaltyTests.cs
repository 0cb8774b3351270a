using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Coordinate descent with the penalties that only it and SGD take.</summary>
[TestFixture(typeof(HalfSquared))]
[TestFixture(typeof(Huber))]
[TestFixture(typeof(Logistic))]
[TestFixture(typeof(SquaredHinge))]
public sealed class CoordinateDescentPenaltyTests<TLoss>
    where TLoss : struct, ISmoothLoss, ICurvedLoss
{
    private static readonly TLoss Loss = new();

    [Test]
    public void Lasso_reaches_the_optimum() => SmallProblem.Any.Sample(
        drawn => ReachesTheOptimum(drawn.With(Loss, new Lasso(0.03 + drawn.L1))),
        iter: 25);

    [Test]
    public void Ridge_reaches_the_optimum() => SmallProblem.Any.Sample(
        drawn => ReachesTheOptimum(drawn.With(Loss, new Ridge(drawn.L2))),
        iter: 25);

    [Test]
    public void Features_without_penalty_reach_the_optimum() => SmallProblem.Any.Sample(
        drawn => ReachesTheOptimum((WithBothLabels(drawn) with { PenaltyFactors = [0, .. Enumerable.Repeat(1.0, drawn.ColumnCount - 1)] }).With(Loss, drawn.Penalty)),
        iter: 25);

    [Test]
    public void No_penalty_reaches_the_optimum() => SmallProblem.Any.Where(drawn => drawn.RowCount >= 4 * drawn.ColumnCount).Sample(
        drawn => ReachesTheOptimum(WithBothLabels(drawn).With(Loss, new NoPenalty())),
        iter: 25);

    /// <summary>Every row again with the other label and a third of its weight, so that no weight without penalty is best at infinity.</summary>
    private static SmallProblem WithBothLabels(SmallProblem drawn)
    {
        int[] rows = [.. Enumerable.Range(0, drawn.RowCount)];
        double[] targets = [1, -1, .. drawn.Targets[2..].Select(y => y == 0 ? 1 : y)];     // 0 has no other label
        return drawn.Take([.. rows, .. rows]) with
        {
            Targets = [.. targets, .. targets.Select(y => -y)],
            ExampleWeights = [.. rows.Select(_ => 3.0), .. rows.Select(_ => 1.0)],
        };
    }

    private static SolverResult Solve<TPenalty>(Problem<TLoss, TPenalty> problem)
        where TPenalty : struct, IPenalty =>
        SolverLoop.Run(new CoordinateDescent<TLoss, TPenalty>(problem, threads: 1), new StoppingRule(1e-9, 50_000));

    private static bool ReachesTheOptimum<TPenalty>(Problem<TLoss, TPenalty> problem)
        where TPenalty : struct, IPenalty
    {
        double optimum = Optimum.Of(problem).Objective;
        SolverResult result = Solve(problem);
        double rounding = 1e-12 * (1 + optimum);
        return result.Converged && result.Certificate.Objective >= optimum - rounding
            && result.Certificate.Objective - optimum <= result.Certificate.DualityGap + rounding;
    }
}
