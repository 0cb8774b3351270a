using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Tests.Reference;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Published fits, found again. Each test prints reference, ours and the difference.</summary>
[TestFixture]
public sealed class ReferenceTests
{
    /// <summary>What the printed digits of the references allow.</summary>
    private const double Printed = 1e-11;

    private static FeatureMatrix StacklossMatrix => FeatureMatrix.Dense(Stackloss.Features, Stackloss.RowCount, Stackloss.ColumnCount);

    [Test]
    public void Stackloss_least_squares() => Check(
        Descend(OnStackloss(new HalfSquared(), new NoPenalty()), 20_000),
        [0.715640200485, 1.295286124389, -0.152122519149, -39.919674420124], Printed);

    [TestCase(1, new[] { 0.839305377810, 0.642987553513, -0.101064114242, -38.258560041302 }, 34.476927250935)]
    [TestCase(2, new[] { 0.828084864088, 0.772668326047, -0.109427192313, -39.501486086693 }, 56.721903957030)]
    public void Stackloss_Huber_with_fixed_threshold(double delta, double[] expected, double expectedSum)
    {
        ISolver solver = Descend(OnStackloss(new Huber(delta), new NoPenalty()), 50_000);
        Check(solver, expected, Printed);
        Check("sum", Stackloss.RowCount * solver.Certify().Objective, expectedSum, Printed);
    }

    [Test]
    public void Stackloss_Huber_with_median_absolute_deviation()
    {
        SolverResult result = Scale(ScaleEstimation.MedianAbsoluteDeviation, new Huber(1.345));
        Check(result.Model, [0.82938577025386, 0.92605941554861, -0.12784631796542, -41.02648537329506], 1e-10);
        Check("scale", result.Scale!.Value, 2.4404890459928, 1e-10);
    }

    /// <summary>R's rlm stops when a step changes less than 1e-4.</summary>
    [Test]
    public void Stackloss_Huber_as_R_publishes_it()
    {
        SolverResult result = Scale(ScaleEstimation.MedianAbsoluteDeviation, new Huber(1.345));
        Check(result.Model, [0.82937387, 0.92610818, -0.12784916, -41.02653105], 1e-4);
        Check("scale", result.Scale!.Value, 2.44071379, 1e-3);
    }

    [Test]
    public void Stackloss_Huber_with_concomitant_scale()
    {
        SolverResult result = Scale(ScaleEstimation.Concomitant, new Huber(1.35));
        Check(result.Model, [0.832430330071, 0.730359879513, -0.109464675611, -38.895742612912], Printed);
        Check("scale", result.Scale!.Value, 1.264785208031, Printed);
    }

    /// <summary>The least sum is attained at a corner, so a small enough ridge does not move it.</summary>
    [Test]
    public void Stackloss_median_regression() => Check(
        Ascend(OnStackloss(new Absolute(), new Ridge(1e-3)), 100),
        [0.831884057971, 0.573913043478, -0.060869565217, -39.689855072464], 1e-9);

    [TestCase(0.1, 0.5, new[] { 0.831708135078, 0.746752774053, -0.104971121875, -39.563059904421 }, 2.81781345163512)]
    [TestCase(1, 1, new[] { 0.864958553564, 0.481011144605, -0.040318977898, -41.569775838376 }, 4.24843959356850)]
    public void Stackloss_Huber_with_elastic_net(double lambda, double alpha, double[] expected, double objective)
    {
        Problem<Huber, NoPenalty> problem = OnStackloss(new Huber(2), new NoPenalty());
        ISolver solver = alpha < 1
            ? Descend(WithPenalty(problem, new ElasticNet(lambda * alpha, lambda * (1 - alpha))) with { Standardize = false }, 50_000)
            : Descend(WithPenalty(problem, new Lasso(lambda)) with { Standardize = false }, 50_000);
        Check(solver, expected, Printed);
        Check("objective", solver.Certify().Objective, objective, 1e-13);
    }

    [Test]
    public void Stackloss_Huber_with_elastic_net_by_dual_ascent() => Check(
        Ascend(OnStackloss(new Huber(2), new ElasticNet(0.05, 0.05)) with { Standardize = false }, 100),
        [0.831708135078, 0.746752774053, -0.104971121875, -39.563059904421], Printed);

    /// <summary>The expected values solve the normal equations of the weights that are not zero, in rational numbers.</summary>
    [TestCase(0.1, false, new[] { 0.7178721592661207, 1.275538486714003, -0.1458219913082926, -40.1816129272564 })]
    [TestCase(1, false, new[] { 0.7379597882936568, 1.097809747642891, -0.08911724074505967, -42.53905949144778 })]
    [TestCase(1, true, new[] { 0.6084301691766595, 1.113410674903711, 0, -42.73041969845356 })]
    public void Stackloss_lasso(double l1, bool standardize, double[] expected) => Check(
        Descend(OnStackloss(new HalfSquared(), new Lasso(l1)) with { Standardize = standardize }, 20_000), expected, 1e-13);

    /// <summary>Incomes are rounded to single precision, 3e-8 of their size. As for the median regression above, the ridge is too small to move the corner.</summary>
    [Test]
    public void Engel_median_regression()
    {
        var features = FeatureMatrix.Dense([.. Engel.Income.Select(x => (float)x)], 235, 1);
        Problem<Quantile, Ridge> problem = new(features, Engel.FoodExpenditure, new Quantile(0.5), new Ridge(1e-6));
        ISolver solver = Ascend(problem, 500);
        Check(solver, [0.560180551209, 81.482247416936], 1e-6);
        LinearModel model = solver.ToModel();
        double sum = Engel.Income.Zip(Engel.FoodExpenditure, (x, y) => new Quantile(0.5).Value(model.Weights[0] * x + model.Intercepts[0], y)).Sum();
        Check("sum", sum, 8779.966323812847, 1e-9);
    }

    [TestCase(1e-8, 1)]
    [TestCase(0.1, 0.85)]
    [TestCase(0.5, 0.25)]
    [TestCase(1, 0)]
    public void Lasso_toy(double l1, double expected) =>
        Check(Descend(Toy(new Lasso(l1)), 100), [expected, 0], l1 == 1e-8 ? 2e-8 : 1e-15);

    [TestCase(0.3, 0.50819)]
    [TestCase(0.5, 0.45454)]
    public void Elastic_net_toy(double ratio, double expected) =>
        Check(Descend(Toy(new ElasticNet(0.5 * ratio, 0.5 * (1 - ratio))), 100), [expected, 0], 1e-5);

    /// <summary>Features are rounded to single precision, 3e-8 of their size; the published sum is that of double precision.</summary>
    [TestCase(1, 96.4982779947)]
    [TestCase(0.1, 10.5774030593)]
    public void Heart_scale_support_vector_machine(double c, double expected)
    {
        const int n = HeartScale.RowCount;
        var features = FeatureMatrix.Dense(HeartScale.Features, n, HeartScale.ColumnCount);
        Problem<Hinge, Ridge> problem = new(features, HeartScale.Labels, new Hinge(), new Ridge(1 / (n * c))) { FitIntercept = false, Standardize = false };
        Check("objective", n * c * Ascend(problem, 200).Certify().Objective, expected, 3e-9);
    }

    [Test]
    public void Nist_Norris() => Check(
        Descend(new Problem<HalfSquared, NoPenalty>(FeatureMatrix.Dense(Nist.NorrisFeatures, 36, 1), Nist.NorrisLabels, default, default), 1_000),
        [0.100211681802045, -0.262323073774029], 1e-12);

    [Test]
    public void Nist_NoInt1() => Check(
        Descend(new Problem<HalfSquared, NoPenalty>(FeatureMatrix.Dense(Nist.NoInt1Features, 11, 1), Nist.NoInt1Labels, default, default) { FitIntercept = false }, 1_000),
        [2.07438016528926, 0], 1e-13);

    [Test]
    public void Nist_Longley()
    {
        Problem<HalfSquared, NoPenalty> problem = new(FeatureMatrix.Dense(Nist.LongleyFeatures, 16, 6), Nist.LongleyLabels, default, default);
        Check(
            Descend(problem, 200_000),
            [1.50618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807, 1829.15146461355, -3482258.63459582],
            1e-8);
    }

    private static Problem<TLoss, TPenalty> OnStackloss<TLoss, TPenalty>(TLoss loss, TPenalty penalty)
        where TLoss : struct, ILoss
        where TPenalty : struct, IPenalty => new(StacklossMatrix, Stackloss.Labels, loss, penalty);

    private static Problem<TLoss, TPenalty> WithPenalty<TLoss, TPenalty>(Problem<TLoss, NoPenalty> problem, TPenalty penalty)
        where TLoss : struct, ILoss
        where TPenalty : struct, IPenalty => new(problem.Features, problem.Labels, problem.Loss, penalty);

    private static Problem<HalfSquared, TPenalty> Toy<TPenalty>(TPenalty penalty)
        where TPenalty : struct, IPenalty => new(FeatureMatrix.Dense([-1, 0, 1], 3, 1), [-1, 0, 1], default, penalty) { Standardize = false };

    private static SolverResult Scale(ScaleEstimation estimation, Huber loss) => RobustScale.Run(
        OnStackloss(loss, new NoPenalty()), estimation,
        (problem, model) => new Repeated(new CoordinateDescent<Huber, NoPenalty>(problem, threads: 1, model), 3_000), new StoppingRule(1e-13, 100_000));

    /// <summary>Rounding in the predictions that a solver keeps goes with a certificate.</summary>
    private static ISolver Descend<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem, int epochs)
        where TLoss : struct, ISmoothLoss, ICurvedLoss
        where TPenalty : struct, IPenalty
    {
        var solver = new CoordinateDescent<TLoss, TPenalty>(problem, threads: 1);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            solver.Epoch();
            if (epoch % 100 == 0) solver.Certify();
        }

        return solver;
    }

    /// <summary>Examples left out come back with a certificate.</summary>
    private static ISolver Ascend<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem, int epochs)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IStronglyConvexPenalty
    {
        var solver = new ProximalSdca<TLoss, TPenalty>(problem, threads: 1);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            solver.Epoch();
            solver.Certify();
        }

        return solver;
    }

    private static void Check(ISolver solver, double[] expected, double tolerance)
    {
        TestContext.Out.WriteLine($"relative gap {solver.Certify().RelativeGap:e1}");
        Check(solver.ToModel(), expected, tolerance);
    }

    /// <summary>Weights, then the intercept; relative to each where it is above 1.</summary>
    private static void Check(LinearModel model, double[] expected, double tolerance)
    {
        double[] actual = [.. model.Weights, .. model.Intercepts];
        using (Assert.EnterMultipleScope())
            for (int k = 0; k < expected.Length; k++) Check(k < model.Weights.Length ? $"w{k}" : "b", actual[k], expected[k], tolerance);
    }

    private static void Check(string name, double actual, double expected, double tolerance)
    {
        TestContext.Out.WriteLine($"{name,-10} {expected,22:r} {actual,24:r} {actual - expected,10:e1}");
        Assert.That(actual, Is.EqualTo(expected).Within(tolerance * Math.Max(1, Math.Abs(expected))), name);
    }

    /// <summary>A solver whose epoch is many, to go beyond what its gap can tell.</summary>
    private sealed class Repeated(ISolver solver, int times) : ISolver
    {
        public void Epoch()
        {
            for (int k = 0; k < times; k++) solver.Epoch();
        }

        public Certificate Certify() => solver.Certify();

        public LinearModel ToModel() => solver.ToModel();
    }
}
