using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>What SDCA promises for losses with kinks, and for those that are not Lipschitz: no other solver here certifies them to the end.</summary>
[TestFixture(typeof(Absolute))]
[TestFixture(typeof(Quantile))]
[TestFixture(typeof(EpsilonInsensitive))]
[TestFixture(typeof(Hinge))]
[TestFixture(typeof(Perceptron))]
[TestFixture(typeof(Exponential))]
[TestFixture(typeof(Poisson))]
public sealed class ProximalSdcaNonSmoothTests<TLoss>
    where TLoss : struct, IDualLoss
{
    private static readonly TLoss Loss = new();

    [Test]
    public void Gap_is_never_negative_and_bounds_the_distance_to_every_other_model() => SmallProblem.Any.Sample(
        drawn =>
        {
            Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
            double best = Solve(problem, 1e-6).Certificate.Objective;
            var solver = new ProximalSdca<TLoss, ElasticNet>(problem, threads: 1);
            for (int epoch = 0; epoch < 5; epoch++)
            {
                Certificate certificate = solver.Certify();
                double rounding = 1e-12 * (1 + certificate.Objective);
                if (!(certificate.DualityGap >= -rounding && certificate.Objective - best <= certificate.DualityGap + rounding)) return false;
                solver.Epoch();
            }

            return true;
        },
        iter: 25);

    [Test]
    public void Converges() => SmallProblem.Any.Sample(drawn => Solve(drawn.With(Loss), 1e-6).Converged, iter: 25);

    [Test]
    public void Dense_and_sparse_rows_give_the_same_model() => SmallProblem.Any.Sample(
        drawn =>
        {
            double[] dense = Solve((drawn with { IsSparse = false }).With(Loss), 1e-9).Model.Weights;
            double[] sparse = Solve((drawn with { IsSparse = true }).With(Loss), 1e-9).Model.Weights;
            return dense.Zip(sparse).All(pair => Math.Abs(pair.First - pair.Second) <= 2e-3);
        },
        iter: 10);

    [Test]
    public void Warm_start_begins_with_a_better_bound_and_converges() => SmallProblem.Any.Sample(
        drawn =>
        {
            Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
            SolverResult cold = Solve(problem, 1e-6);
            var solver = new ProximalSdca<TLoss, ElasticNet>(problem, threads: 1, initialModel: cold.Model);
            Certificate first = solver.Certify(), fromNothing = new ProximalSdca<TLoss, ElasticNet>(problem, threads: 1).Certify();
            return first.Objective - first.DualityGap >= fromNothing.Objective - fromNothing.DualityGap - 1e-12
                && SolverLoop.Run(solver, new StoppingRule(1e-6, 20_000)).Converged;
        },
        iter: 25);

    [Test]
    public void An_example_of_weight_zero_does_no_harm_however_far_away()
    {
        float[] features = [1, -1, 2, -2, 3000, 0.5f];
        double[] labels = [1, -1, 1, -1, -1, 1];
        if (TLoss.Labels == LabelDomain.NonNegative) labels = [.. labels.Select(y => y + 1)];
        Problem<TLoss, ElasticNet> With(float[] x, double[] y, double[]? s) =>
            new(FeatureMatrix.Dense(x, x.Length, 1), y, Loss, new ElasticNet(0, 0.01)) { ExampleWeights = s };
        SolverResult zero = Solve(With(features, labels, [1, 1, 1, 1, 0, 1]), 1e-9);
        SolverResult without = Solve(With([1, -1, 2, -2, 0.5f], [.. labels[..4], labels[5]], null), 1e-9);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(zero.Converged, Is.True);
            Assert.That(zero.Model.Weights[0], Is.EqualTo(without.Model.Weights[0]).Within(1e-3));
            Assert.That(zero.Certificate.Objective, Is.EqualTo(without.Certificate.Objective).Within(1e-8));
        }
    }

    private static SolverResult Solve(Problem<TLoss, ElasticNet> problem, double tolerance) =>
        SolverLoop.Run(new ProximalSdca<TLoss, ElasticNet>(problem, threads: 1), new StoppingRule(tolerance, 20_000));
}
