using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Objectives are dear, so they are computed where models are compared; and no model is lost because it was not.</summary>
[NonParallelizable]
public sealed class ProximalSgdComparisonTests
{
    private const int Rows = 300;

    private readonly Problem<Watched, Ridge> problem = SgdProblem.Draw(Rows, 10, seed: 6).With(new Watched(), new Ridge(0.01));

    [Test]
    public void Epochs_compute_the_loss_of_each_step_and_no_other()
    {
        ProximalSgd<Watched, Ridge> solver = Solver();
        Watched.Values = 0;
        for (int epoch = 0; epoch < 4; epoch++) solver.Epoch();
        Assert.That(Watched.Values, Is.EqualTo(4 * Rows));
    }

    [Test]
    public void A_model_is_asked_for_its_objective_once()
    {
        ProximalSgd<Watched, Ridge> solver = Solver();
        solver.Epoch();
        Watched.Values = 0;
        solver.ToModel();
        solver.ToModel();
        Assert.That(Watched.Values, Is.EqualTo(Rows));
    }

    [TestCase(-1e3)]
    [TestCase(double.NaN)]
    public void A_model_that_nobody_asked_for_outlives_an_epoch_that_goes_astray(double slope)
    {
        ProximalSgd<Watched, Ridge> asked = Solver(), alone = Solver();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            asked.Epoch();
            alone.Epoch();
        }

        double[] model = asked.ToModel().Weights;
        try
        {
            Watched.Slope = slope;
            alone.Epoch();
        }
        finally
        {
            Watched.Slope = 1;
        }

        Assert.That(alone.ToModel().Weights, Is.EqualTo(model));
    }

    private ProximalSgd<Watched, Ridge> Solver() => new(problem, new() { Schedule = LearningRateSchedule.InverseTime }, threads: 1);

    /// <summary>½ (z − y)², which counts, and whose slope can be made wrong.</summary>
    private readonly record struct Watched : IDualLoss
    {
        private static HalfSquared Loss => default;

        /// <summary>How many were computed.</summary>
        public static int Values { get; set; }

        /// <summary>What slopes are multiplied by.</summary>
        public static double Slope { get; set; } = 1;

        public static LabelDomain Labels => HalfSquared.Labels;

        public bool IsValid => true;

        public double Lipschitz => Loss.Lipschitz;

        public double Value(double prediction, double label)
        {
            Values++;
            return Loss.Value(prediction, label);
        }

        public double Derivative(double prediction, double label) => Slope * Loss.Derivative(prediction, label);

        public double Conjugate(double slope, double label) => Loss.Conjugate(slope, label);

        public double MaximizeDual(double dual, double prediction, double label, double curvature) => Loss.MaximizeDual(dual, prediction, label, curvature);
    }
}
