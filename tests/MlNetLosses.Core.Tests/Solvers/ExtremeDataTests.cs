using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Data at the edge of what can be fitted: every solver converges on it, to finite models.</summary>
[TestFixture]
public sealed class ExtremeDataTests
{
    private static readonly double[] Labels = [1, -1, 1, -1, 1, 1];

    private static readonly FeatureMatrix Plain = FeatureMatrix.Dense([1, -2, 2, -1, 3, 0.5f], 6, 1);

    [Test]
    public void Features_of_1e30_and_1e_minus_30_side_by_side()
    {
        float[] values = [1, 3, -2, 1, 2, -1, -1, 2, 3, 2, 0, -2];
        FeatureMatrix plain = FeatureMatrix.Dense(values, 6, 2);
        FeatureMatrix extreme = FeatureMatrix.Dense([.. values.Select((x, k) => MathF.ScaleB(x, k % 2 == 0 ? 100 : -100))], 6, 2);
        foreach (Func<FeatureMatrix, ISolver> solver in Solvers(new Logistic(), new ElasticNet(0.01, 0.1), Labels))
        {
            SolverResult expected = Solve(solver(plain)), actual = Solve(solver(extreme));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(Math.ScaleB(actual.Model.Weights[0], 100), Is.EqualTo(expected.Model.Weights[0]).Within(1e-6));
                Assert.That(Math.ScaleB(actual.Model.Weights[1], -100), Is.EqualTo(expected.Model.Weights[1]).Within(1e-6));
                Assert.That(actual.Model.Intercepts[0], Is.EqualTo(expected.Model.Intercepts[0]).Within(1e-6));
            }
        }
    }

    [TestCase(2)]
    [TestCase(0)]
    public void Without_features_that_vary_the_model_is_the_intercept(int columns)
    {
        foreach (bool standardize in (bool[])[true, false])
            foreach (FeatureMatrix features in (FeatureMatrix[])[FeatureMatrix.Dense(new float[6 * columns], 6, columns), FeatureMatrix.Sparse([], [], new int[7], columns)])
                foreach (Func<FeatureMatrix, ISolver> solver in Solvers(new Logistic(), new ElasticNet(0.01, 0.1), Labels, standardize))
                {
                    SolverResult result = Solve(solver(features));
                    using (Assert.EnterMultipleScope())
                    {
                        Assert.That(result.Model.Weights, Is.EqualTo(new double[columns]));
                        Assert.That(result.Model.Intercepts[0], Is.EqualTo(Math.Log(2)).Within(1e-6));
                        Assert.That(result.Certificate.RelativeGap, Is.Zero);
                    }
                }
    }

    [Test]
    public void A_constant_column_of_any_value_gets_no_weight([Values(1e-30f, 0.1f, 1e30f)] float value, [Values] bool standardize)
    {
        FeatureMatrix features = FeatureMatrix.Dense([1, value, -2, value, 2, value, -1, value, 3, value, 0.5f, value, 0, value], 7, 2);
        foreach (Func<FeatureMatrix, ISolver> solver in Solvers(new HalfSquared(), new ElasticNet(0, 0.1), [.. Labels, 1], standardize))
        {
            SolverResult result = Solve(solver(features));
            Assert.That(result.Model.Weights[1] * value, Is.Zero.Within(1e-9));
        }
    }

    [Test]
    public void A_constant_column_without_penalty_does_no_harm([Values(0.1f, 1e30f)] float value, [Values] bool standardize)
    {
        FeatureMatrix features = FeatureMatrix.Dense([1, value, -2, value, 2, value, -1, value, 3, value, 0.5f, value, 0, value], 7, 2);
        double[] labels = [3, -3, 5, -1, 7, 2, 1];     // 2 x + 1
        Problem<HalfSquared, NoPenalty> problem = new(features, labels, default, default) { Standardize = standardize };
        SolverResult result = SolverLoop.Run(new CoordinateDescent<HalfSquared, NoPenalty>(problem, threads: 1), new StoppingRule(1e-12, 1_000));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Converged, Is.True);
            Assert.That(result.Model.Weights[0], Is.EqualTo(2.0).Within(1e-6));
            Assert.That(result.Model.Intercepts[0] + result.Model.Weights[1] * value, Is.EqualTo(1.0).Within(1e-6));
        }
    }

    [Test]
    public void One_example([Values] bool fitIntercept)
    {
        FeatureMatrix one = FeatureMatrix.Dense([2], 1, 1);
        foreach (Func<FeatureMatrix, ISolver> solver in Solvers(new HalfSquared(), new ElasticNet(0, 1), [3], standardize: false, fitIntercept))
        {
            LinearModel model = Solve(solver(one)).Model;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(model.Weights[0], Is.EqualTo(fitIntercept ? 0 : 6.0 / 5).Within(1e-6));     // ½(2w − 3)² + ½w²
                Assert.That(model.Intercepts[0], Is.EqualTo(fitIntercept ? 3.0 : 0).Within(1e-6));
            }
        }
    }

    [TestCase(1)]
    [TestCase(-1)]
    public void One_class_is_separated_by_the_intercept(double label)
    {
        Problem<Hinge, Ridge> problem = new(Plain, [.. Labels.Select(_ => label)], default, new Ridge(0.1));
        SolverResult result = Solve(new ProximalSdca<Hinge, Ridge>(problem, threads: 1));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Model.Weights, Is.EqualTo([0.0]));
            Assert.That(result.Model.Intercepts, Is.EqualTo([label]));
            Assert.That(result.Certificate.Objective, Is.Zero);
        }
    }

    [Test]
    public void Equal_labels_are_fitted_by_the_intercept()
    {
        foreach (Func<FeatureMatrix, ISolver> solver in Solvers(new Huber(), new ElasticNet(0, 0.1), [7, 7, 7, 7, 7, 7]))
        {
            SolverResult result = Solve(solver(Plain));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(result.Model.Weights, Is.EqualTo([0.0]));
                Assert.That(result.Model.Intercepts, Is.EqualTo([7.0]));
            }
        }
    }

    [TestCase(1e-30)]
    [TestCase(1e30)]
    public void Labels_of_any_size(double size)
    {
        foreach (Func<FeatureMatrix, ISolver> solver in Solvers(new HalfSquared(), new ElasticNet(0, 0.1), [.. Labels.Select(y => size * y)]))
        {
            SolverResult result = Solve(solver(Plain));
            SolverResult unit = Solve(Solvers(new HalfSquared(), new ElasticNet(0, 0.1), Labels)[0](Plain));
            Assert.That(result.Model.Weights[0] / size, Is.EqualTo(unit.Model.Weights[0]).Within(1e-5));
        }
    }

    /// <summary>Dual ascent is for penalties that are not tiny: its steps are as long as the inverse.</summary>
    [TestCase(1e-9, 1)]
    [TestCase(1e9, 2)]
    public void Penalties_of_any_size(double l2, int solvers)
    {
        double[] x = [1, -2, 2, -1, 3, 0.5];
        double meanX = x.Average(), meanY = Labels.Average(), variance = x.Average(v => (v - meanX) * (v - meanX));
        double expected = x.Zip(Labels, (v, y) => (v - meanX) * (y - meanY)).Average() / (variance * (1 + l2));
        foreach (Func<FeatureMatrix, ISolver> solver in Solvers(new HalfSquared(), new ElasticNet(0, l2), Labels)[..solvers])
            Assert.That(SolverLoop.Run(solver(Plain), new StoppingRule(0, 3_000)).Model.Weights[0], Is.EqualTo(expected).Within(1e-5 * expected));
    }

    /// <summary>Coordinate descent and dual ascent, to be compared with each other or with what is known.</summary>
    private static Func<FeatureMatrix, ISolver>[] Solvers<TLoss>(
        TLoss loss, ElasticNet penalty, double[] labels, bool standardize = true, bool fitIntercept = true)
        where TLoss : struct, ISmoothLoss, ICurvedLoss
    {
        Problem<TLoss, ElasticNet> Of(FeatureMatrix features) => new(features, labels, loss, penalty) { Standardize = standardize, FitIntercept = fitIntercept };
        return
        [
            features => new CoordinateDescent<TLoss, ElasticNet>(Of(features), threads: 1),
            features => new ProximalSdca<TLoss, ElasticNet>(Of(features), threads: 1),
        ];
    }

    private static SolverResult Solve(ISolver solver)
    {
        SolverResult result = SolverLoop.Run(solver, new StoppingRule(1e-12, 20_000));
        Assert.That(result.Converged, Is.True, $"{result.Certificate}");
        return result;
    }
}
