using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

public sealed class ProximalSgdEarlyStoppingTests
{
    private const int Patience = 4;
    private const int MostEpochs = 500;

    [TestCase(0.3, true)]
    [TestCase(0.3, false)]
    [TestCase(0, true)]
    [TestCase(0, false)]
    public void Stops_after_patience_epochs_without_a_better_model_and_keeps_the_best(double validation, bool average)
    {
        // A constant rate ends in noise around the solution, so no setting gets better for ever.
        var settings = new ProximalSgdSettings
        {
            Schedule = LearningRateSchedule.Constant,
            ValidationFraction = validation,
            Patience = Patience,
            Average = average,
        };
        var solver = new ProximalSgd<HalfSquared, Ridge>(SgdProblem.Draw(200, 20, seed: 11).With(new HalfSquared(), new Ridge(0.01)), settings, threads: 1);
        List<double[]> models = [solver.ToModel().Weights];
        while (!solver.IsFinished && models.Count <= MostEpochs)
        {
            solver.Epoch();
            models.Add(solver.ToModel().Weights);
        }

        int best = models.Count - 1 - Patience;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(solver.IsFinished, Is.True);
            Assert.That(best, Is.GreaterThan(0));
            Assert.That(models[best..], Is.All.EqualTo(models[best]));
            Assert.That(models[best - 1], Is.Not.EqualTo(models[best]));
        }
    }

    [TestCase(0.3)]
    [TestCase(0)]
    public void Stops_though_nobody_asks_for_a_model_and_keeps_a_good_one(double validation)
    {
        Problem<HalfSquared, Ridge> problem = SgdProblem.Draw(200, 20, seed: 11).With(new HalfSquared(), new Ridge(0.01));
        ProximalSgdSettings settings = new() { Schedule = LearningRateSchedule.Constant, ValidationFraction = validation, Patience = Patience };
        ProximalSgd<HalfSquared, Ridge> solver = new(problem, settings, threads: 1), endless = new(problem, settings with { Patience = int.MaxValue }, threads: 1);
        int epochs = 0;
        for (; !solver.IsFinished && epochs <= MostEpochs; epochs++)
        {
            solver.Epoch();
            endless.Epoch();
        }

        Certificate end = endless.Certify();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(epochs, Is.InRange(Patience + 1, MostEpochs));
            Assert.That(endless.IsFinished, Is.False);
            Assert.That(solver.Certify().Objective - end.Objective, Is.LessThan(0.01 * (end.NullObjective - end.Objective)));
        }
    }

    /// <summary>Without the objective of each epoch, too: the model is that of the last epoch, as long as it gets better.</summary>
    [Test]
    public void Asking_for_models_does_not_change_the_fit([Values] bool average)
    {
        Problem<Logistic, Ridge> problem = (SgdProblem.Draw(500, 10, seed: 2) with { IsSparse = true }).With(new Logistic(), new Ridge(0.01));
        ProximalSgdSettings settings = new() { Schedule = LearningRateSchedule.InverseTime, Average = average };
        ProximalSgd<Logistic, Ridge> asked = new(problem, settings, threads: 1), alone = new(problem, settings, threads: 1);
        List<double> objectives = [];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            asked.Epoch();
            alone.Epoch();
            objectives.Add(asked.Certify().Objective);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(objectives, Is.Ordered.Descending);
            Assert.That(alone.ToModel().Weights, Is.EqualTo(asked.ToModel().Weights));
        }
    }

    [Test]
    public void Held_out_examples_do_not_train()
    {
        // Every example has a feature of its own, whose weight tells whether it trained, and one in common, which helps those held out.
        float[] features = [1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1];
        Problem<HalfSquared, NoPenalty> problem = new(FeatureMatrix.Dense(features, 4, 5), [1.1, 2.3, 3.7, 4.9], new HalfSquared(), new NoPenalty())
        {
            FitIntercept = false,
            Standardize = false,
        };
        string[] trained = [.. Enumerable.Range(0, 20).Select(seed =>
        {
            var solver = new ProximalSgd<HalfSquared, NoPenalty>(problem, new() { Seed = seed, ValidationFraction = 0.5 }, threads: 1);
            solver.Epoch();
            return string.Concat(solver.ToModel().Weights.Take(4).Select(w => w != 0 ? '+' : '-'));
        })];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(trained.Select(who => who.Count(sign => sign == '+')), Is.All.EqualTo(2));
            Assert.That(trained.Distinct().Count(), Is.GreaterThan(2));
        }
    }

    [Test]
    public void Fraction_of_one_example_is_ignored()
    {
        Problem<Huber, Ridge> problem = new(FeatureMatrix.Dense([1, 2], 1, 2), [3], new Huber(), new Ridge(0.1)) { FitIntercept = false, Standardize = false };
        SolverResult result = SolverLoop.Run(new ProximalSgd<Huber, Ridge>(problem, new() { ValidationFraction = 0.5 }, threads: 1), new StoppingRule(1e-3, 100));
        Assert.That(result.Converged, Is.True);
    }

    [TestCase(-0.1)]
    [TestCase(1)]
    [TestCase(double.NaN)]
    public void ValidationFraction_must_lie_in_its_range(double fraction) => Assert.That(
        () => new ProximalSgdSettings { ValidationFraction = fraction },
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(nameof(ProximalSgdSettings.ValidationFraction)));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void LearningRate_must_be_positive_and_finite(double rate) => Assert.That(
        () => new ProximalSgdSettings { LearningRate = rate },
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(nameof(ProximalSgdSettings.LearningRate)));

    [Test]
    public void Patience_must_be_at_least_one() => Assert.That(
        () => new ProximalSgdSettings { Patience = 0 },
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("Patience must be at least 1, got 0."));
}
