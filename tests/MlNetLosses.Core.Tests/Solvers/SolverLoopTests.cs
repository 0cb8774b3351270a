using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class SolverLoopTests
{
    [Test]
    public void Certifies_at_half_of_the_way_that_is_left_and_reports_each_time()
    {
        List<int> epochs = [];
        SolverLoop.Run(new Halving(), new StoppingRule(1e-3), progress => epochs.Add(progress.Epoch));
        Assert.That(epochs, Is.EqualTo([1, 5, 7, 8, 9, 10]));
    }

    [Test]
    public void Certifies_every_tenth_epoch_at_least()
    {
        List<int> epochs = [];
        SolverResult result = SolverLoop.Run(new Halving(), new StoppingRule(0, 30), progress => epochs.Add(progress.Epoch));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(epochs, Is.EqualTo([1, 11, 21, 30]));
            Assert.That(result.Epochs, Is.EqualTo(30));
            Assert.That(result.Converged, Is.False);
        }
    }

    [TestCase(0.5, 1)]
    [TestCase(0.25, 2)]
    [TestCase(0.001, 10)]
    public void Stops_at_the_first_certificate_that_meets_the_tolerance(double tolerance, int epochs)
    {
        SolverResult result = SolverLoop.Run(new Halving(), new StoppingRule(tolerance, 1_000));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Epochs, Is.EqualTo(epochs));
            Assert.That(result.Converged, Is.True);
            Assert.That(result.Certificate.RelativeGap, Is.EqualTo(Math.ScaleB(1, -epochs)).Within(1e-12));
            Assert.That(result.Model.Weights, Is.EqualTo([(double)epochs]));
        }
    }

    [Test]
    public void No_epoch_at_all_gives_the_model_of_the_start()
    {
        SolverResult result = SolverLoop.Run(new Halving(), new StoppingRule(0.1, 0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Epochs, Is.Zero);
            Assert.That(result.Converged, Is.False);
        }
    }

    [Test]
    public void Goes_on_from_where_the_solver_is()
    {
        Halving solver = new();
        SolverLoop.Run(solver, new StoppingRule(0, 3));
        Assert.That(SolverLoop.Run(solver, new StoppingRule(0, 3)).Model.Weights, Is.EqualTo([6.0]));
    }

    [Test]
    public void Stops_when_the_solver_is_finished()
    {
        SolverResult result = SolverLoop.Run(new Halving { LastEpoch = 9 }, new StoppingRule(0, 1_000));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Epochs, Is.EqualTo(9));
            Assert.That(result.Converged, Is.False);
        }
    }

    [Test]
    public void Cancellation_stops_before_the_next_epoch()
    {
        using CancellationTokenSource source = new();
        Halving solver = new();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => SolverLoop.Run(solver, new StoppingRule(0, 1_000), progress => Cancel(source, progress), source.Token),
                Throws.InstanceOf<OperationCanceledException>());
            Assert.That(solver.ToModel().Weights, Is.EqualTo([11.0]));
        }
    }

    [Test]
    public void Solver_and_rule_are_not_null()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => SolverLoop.Run(null!, new StoppingRule()), Throws.ArgumentNullException);
            Assert.That(() => SolverLoop.Run(new Halving(), null!), Throws.ArgumentNullException);
        }
    }

    [TestCase(1, 2, 0, 0)]
    [TestCase(1, 2, 1e-15, 0)]
    [TestCase(1, 2, 1, 0.5)]
    [TestCase(2, 2, 0.5, 1)]
    [TestCase(3, 2, 4, 1)]
    [TestCase(1, 2, double.PositiveInfinity, 1)]
    [TestCase(1, 2, double.NaN, 1)]
    [TestCase(0, 0, 0, 0)]
    public void Relative_gap_is_the_share_of_the_improvement_that_can_be_missing(double objective, double nullObjective, double gap, double expected) =>
        Assert.That(new Certificate(objective, nullObjective, gap).RelativeGap, Is.EqualTo(expected));

    private static void Cancel(CancellationTokenSource source, TrainingProgress progress)
    {
        if (progress.Epoch == 11) source.Cancel();
    }

    /// <summary>A solver whose relative gap halves with each epoch.</summary>
    private sealed class Halving : ISolver
    {
        private int epochs;

        public int LastEpoch { get; init; } = int.MaxValue;

        public bool IsFinished => epochs >= LastEpoch;

        public void Epoch() => epochs++;

        public Certificate Certify()
        {
            double gap = Math.ScaleB(1, -epochs);
            return new(gap, 1, gap);
        }

        public LinearModel ToModel() => new([epochs], [0]);
    }
}
