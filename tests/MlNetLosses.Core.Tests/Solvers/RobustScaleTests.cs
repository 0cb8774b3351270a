using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Tests.Reference;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class RobustScaleTests
{
    private static readonly ScaleEstimation[] Estimated = [ScaleEstimation.MedianAbsoluteDeviation, ScaleEstimation.Concomitant];

    [Test]
    public void Without_estimation_it_is_one_run_of_the_solver()
    {
        Problem<Huber, Ridge> problem = OnStackloss(1);
        SolverResult plain = SolverLoop.Run(Solver(problem, null), new StoppingRule(1e-8)), result = RobustScale.Run(problem, ScaleEstimation.None, Solver, new StoppingRule(1e-8));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Model.Weights, Is.EqualTo(plain.Model.Weights));
            Assert.That(result.Scale, Is.Null);
            Assert.That(result.ScaleCollapsed, Is.False);
        }
    }

    [Test]
    public void Scale_is_that_of_the_residuals([ValueSource(nameof(Estimated))] ScaleEstimation estimation)
    {
        SolverResult result = RobustScale.Run(OnStackloss(1), estimation, Solver, new StoppingRule(1e-10, 100_000));
        double[] residuals = [.. Enumerable.Range(0, 21).Select(i => Math.Abs(Prediction(result.Model, i) - Stackloss.Labels[i]))];
        double scale = result.Scale!.Value;
        double expected = estimation == ScaleEstimation.MedianAbsoluteDeviation
            ? residuals.Order().ElementAt(10) / 0.6745
            : scale * Math.Sqrt(residuals.Average(r => Math.Pow(Math.Min(r / scale, 1.345), 2)));
        Assert.That(scale, Is.EqualTo(expected).Within(1e-7));
    }

    /// <summary>(w, b, σ) is the minimiser of the joint objective: no step in any direction is better.</summary>
    [Test]
    public void Concomitant_scale_minimises_the_joint_objective() => Gen.Double[-1, 1].Array[5].Sample(direction =>
    {
        SolverResult best = JointOptimum.Value;
        double least = Joint(best.Model, best.Scale!.Value);
        return new[] { 1, 0.1, 1e-2, 1e-3 }.All(step => least <= 1e-9 + Joint(
            new LinearModel([.. best.Model.Weights.Select((w, j) => w + step * direction[j])], [best.Model.Intercepts[0] + step * direction[3]]),
            Math.Max(1e-3, best.Scale.Value + step * direction[4])));
    });

    [Test]
    public void Size_of_the_labels_does_not_matter(
        [ValueSource(nameof(Estimated))] ScaleEstimation estimation, [Values(1e-6, 1e6)] double size)
    {
        SolverResult unit = RobustScale.Run(OnStackloss(1), estimation, Solver, new StoppingRule(1e-9, 100_000));
        // The concomitant objective is in label units, and a ridge in their square.
        Ridge ridge = new(estimation == ScaleEstimation.Concomitant ? 0.01 / size : 0.01);
        SolverResult scaled = RobustScale.Run(OnStackloss(size, ridge), estimation, Solver, new StoppingRule(1e-9, 100_000));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(scaled.Converged, Is.True);
            Assert.That(scaled.Scale!.Value / size, Is.EqualTo(unit.Scale!.Value).Within(1e-4));
            Assert.That(scaled.Model.Weights.Select(w => w / size), Is.EqualTo(unit.Model.Weights).Within(1e-4));
            Assert.That(scaled.Model.Intercepts[0] / size, Is.EqualTo(unit.Model.Intercepts[0]).Within(1e-3));
        }
    }

    [Test]
    public void An_exact_fit_collapses_and_says_so([ValueSource(nameof(Estimated))] ScaleEstimation estimation)
    {
        double[] labels = [.. Enumerable.Range(0, 21).Select(i => 2.0 * Stackloss.Features[3 * i] - 1)];
        Problem<Huber, NoPenalty> problem = new(FeatureMatrix.Dense(Stackloss.Features, 21, 3), labels, new Huber(), default);
        SolverResult result = RobustScale.Run(problem, estimation, (p, start) => new CoordinateDescent<Huber, NoPenalty>(p, threads: 1, start), new StoppingRule(1e-6, 50_000));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ScaleCollapsed, Is.True);
            Assert.That(result.Scale, Is.Positive);
            Assert.That(result.Model.Weights, Is.EqualTo([2.0, 0, 0]).Within(1e-3));
        }
    }

    [Test]
    public void Equal_labels_collapse_and_say_so([ValueSource(nameof(Estimated))] ScaleEstimation estimation)
    {
        Problem<Huber, Ridge> problem = new(FeatureMatrix.Dense([1, 2, 3], 3, 1), [5, 5, 5], new Huber(), new Ridge(0.1));
        SolverResult result = RobustScale.Run(problem, estimation, Solver, new StoppingRule());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ScaleCollapsed, Is.True);
            Assert.That(result.Model.Weights[0], Is.Zero);
            Assert.That(result.Model.Intercepts[0], Is.EqualTo(5.0));
        }
    }

    [Test]
    public void Whole_example_weights_are_repeated_rows([ValueSource(nameof(Estimated))] ScaleEstimation estimation)
    {
        int[] rows = [.. Enumerable.Range(0, 21).SelectMany(i => Enumerable.Repeat(i, i % 4))];
        Problem<Huber, Ridge> weighted = OnStackloss(1) with { ExampleWeights = [.. Enumerable.Range(0, 21).Select(i => (double)(i % 4))] };
        Problem<Huber, Ridge> repeated = new(
            FeatureMatrix.Dense([.. rows.SelectMany(i => Stackloss.Features[(3 * i)..(3 * i + 3)])], rows.Length, 3),
            [.. rows.Select(i => Stackloss.Labels[i])], new Huber(), new Ridge(0.01));
        SolverResult a = RobustScale.Run(weighted, estimation, Solver, new StoppingRule(1e-9, 100_000));
        SolverResult b = RobustScale.Run(repeated, estimation, Solver, new StoppingRule(1e-9, 100_000));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(a.Scale, Is.EqualTo(b.Scale).Within(1e-4));
            Assert.That(a.Model.Weights, Is.EqualTo(b.Model.Weights).Within(1e-4));
        }
    }

    [Test]
    public void Concomitant_scale_needs_a_threshold_above_one() => Assert.That(
        () => RobustScale.Run(OnStackloss(1) with { Loss = new Huber(1) }, ScaleEstimation.Concomitant, Solver, new StoppingRule()),
        Throws.ArgumentException.With.Message.StartsWith("A concomitant scale needs a threshold above 1 σ, got Huber(delta: 1). Use for example 1.345, or estimate the scale by MedianAbsoluteDeviation."));

    [Test]
    public void Epochs_are_counted_over_all_rounds_and_limited()
    {
        List<int> epochs = [];
        SolverResult result = RobustScale.Run(OnStackloss(1), ScaleEstimation.MedianAbsoluteDeviation, Solver, new StoppingRule(1e-12, 20), progress => epochs.Add(progress.Epoch));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Epochs, Is.EqualTo(20));
            Assert.That(result.Converged, Is.False);
            Assert.That(epochs, Is.Ordered);
            Assert.That(epochs[^1], Is.EqualTo(20));
        }
    }

    private static readonly Lazy<SolverResult> JointOptimum = new(() => RobustScale.Run(OnStackloss(1), ScaleEstimation.Concomitant, Solver, new StoppingRule(1e-11, 100_000)));

    private static Problem<Huber, Ridge> OnStackloss(double size, Ridge? ridge = null) =>
        new(FeatureMatrix.Dense(Stackloss.Features, 21, 3), [.. Stackloss.Labels.Select(y => size * y)], new Huber(), ridge ?? new Ridge(0.01));

    private static CoordinateDescent<Huber, Ridge> Solver(Problem<Huber, Ridge> problem, LinearModel? start) => new(problem, threads: 1, start);

    private static double Prediction(LinearModel model, int row) =>
        model.Intercepts[0] + Enumerable.Range(0, 3).Sum(j => model.Weights[j] * Stackloss.Features[3 * row + j]);

    /// <summary>Mean of σ/2 + σ f(r/σ), and the ridge on standardised weights.</summary>
    private static double Joint(LinearModel model, double scale)
    {
        double penalty = Enumerable.Range(0, 3).Sum(j =>
        {
            double[] column = [.. Enumerable.Range(0, 21).Select(i => (double)Stackloss.Features[3 * i + j])];
            double mean = column.Average();
            return 0.005 * model.Weights[j] * model.Weights[j] * column.Average(x => (x - mean) * (x - mean));
        });
        return penalty + Enumerable.Range(0, 21).Average(i => scale * (0.5 + new Huber().Value(Prediction(model, i) / scale, Stackloss.Labels[i] / scale)));
    }
}
