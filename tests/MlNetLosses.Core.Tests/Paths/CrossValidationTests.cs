using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Tests.Solvers;

namespace MlNetLosses.Tests.Paths;

/// <summary>What cross-validation along a path promises.</summary>
[TestFixture]
public sealed class CrossValidationTests
{
    private static readonly PathSettings Settings = new() { L1Ratios = [0.5, 1], NumberOfLambdas = 8, LambdaMinRatio = 1e-2, Tolerance = 1e-8 };

    private static readonly Gen<Problem<Huber, NoPenalty>> Problems = SmallProblem.Any.Where(drawn => drawn.RowCount >= 12).Select(drawn => drawn.With(new Huber(), new NoPenalty()));

    [Test]
    public void The_held_out_loss_is_that_of_fits_without_the_fold() => SmallProblem.Plain.Where(drawn => drawn.RowCount >= 12).Sample(
        drawn =>
        {
            Problem<HalfSquared, NoPenalty> problem = drawn.With(new HalfSquared(), new NoPenalty());
            int[] folds = Folds.AtRandom(drawn.RowCount, 3, 1);
            RegularizationPath path = ElasticNetPath.CrossValidate(problem, Settings, folds);
            PathPoint point = path.Points[path.Points.Count / 2];
            double[] losses = new double[3], weights = new double[3];
            for (int fold = 0; fold < 3; fold++)
            {
                int[] kept = [.. Enumerable.Range(0, drawn.RowCount).Where(i => folds[i] != fold)], left = [.. Enumerable.Range(0, drawn.RowCount).Where(i => folds[i] == fold)];
                LinearModel model = ElasticNetPath.Fit(
                    drawn.Take(kept).With(new HalfSquared(), new NoPenalty()),
                    new() { L1Ratios = [point.L1Ratio], Lambdas = [point.Lambda], Tolerance = 1e-10 }).Points[0].Model;
                losses[fold] = left.Average(i => 0.5 * Math.Pow(Predict(drawn, i, model) - drawn.Targets[i], 2));
                weights[fold] = left.Length;
            }

            double mean = losses.Zip(weights, (loss, weight) => loss * weight).Sum() / weights.Sum();
            double variance = losses.Zip(weights, (loss, weight) => weight * (loss - mean) * (loss - mean)).Sum() / weights.Sum();
            return Math.Abs(point.HeldOutLoss!.Value - mean) <= 1e-3 * mean && Math.Abs(point.HeldOutLossDeviation!.Value - Math.Sqrt(variance / 2)) <= 1e-3 * mean;
        },
        iter: 20);

    [Test]
    public void The_model_chosen_is_of_smallest_loss_or_the_simplest_within_one_standard_error() => Problems.Sample(
        problem =>
        {
            int[] folds = Folds.AtRandom(problem.Labels.Length, 4, 2);
            if (FoldsWithWeight(problem, folds) < 2) return true;
            RegularizationPath minimum = ElasticNetPath.CrossValidate(problem, Settings, folds);
            RegularizationPath simple = ElasticNetPath.CrossValidate(problem, Settings, folds, LambdaSelection.OneStandardError);
            PathPoint best = minimum.Chosen;
            return minimum.Points.All(point => point.HeldOutLoss >= best.HeldOutLoss)
                && simple.Chosen.L1Ratio == best.L1Ratio && simple.Chosen.Lambda >= best.Lambda
                && simple.Points.Where(point => point.L1Ratio == best.L1Ratio && point.Lambda > simple.Chosen.Lambda)
                    .All(point => point.HeldOutLoss > best.HeldOutLoss + best.HeldOutLossDeviation);
        },
        iter: 20);

    [Test]
    public void Any_number_of_threads_gives_the_same_bits() => Problems.Sample(
        problem =>
        {
            int[] folds = Folds.AtRandom(problem.Labels.Length, 4, 3);
            if (FoldsWithWeight(problem, folds) < 2) return true;
            RegularizationPath one = ElasticNetPath.CrossValidate(problem, Settings, folds, threads: 1), three = ElasticNetPath.CrossValidate(problem, Settings, folds, threads: 3);
            return one.ChosenIndex == three.ChosenIndex && one.Points.Zip(three.Points).All(pair =>
                pair.First.HeldOutLoss == pair.Second.HeldOutLoss && pair.First.HeldOutLossDeviation == pair.Second.HeldOutLossDeviation);
        },
        iter: 10);

    [Test]
    public void A_constant_label_in_every_fold_is_fitted_by_the_intercept()
    {
        FeatureMatrix features = FeatureMatrix.Dense([1, 2, 3, 4, 5, 6], 6, 1);
        RegularizationPath path = ElasticNetPath.CrossValidate(new Problem<HalfSquared, NoPenalty>(features, [0.1, 0.1, 0.1, 0.1, 0.1, 0.1], default, default), new(), [0, 1, 2, 0, 1, 2]);
        using IDisposable all = Assert.EnterMultipleScope();
        Assert.That(path.Chosen.Model.Weights, Is.All.Zero);
        Assert.That(path.Chosen.Model.Intercepts[0], Is.EqualTo(0.1).Within(1e-15));
        Assert.That(path.Chosen.HeldOutLoss, Is.Zero.Within(1e-15));
    }

    [Test]
    public void A_fold_without_which_one_class_is_left_is_an_error()
    {
        Problem<Logistic, NoPenalty> problem = new(FeatureMatrix.Dense([1, 2, 3, 4], 4, 1), [1, -1, -1, -1], default, default);
        Assert.That(() => ElasticNetPath.CrossValidate(problem, new(), [0, 1, 0, 1]), Throws.ArgumentException.With.Message.StartsWith("Without fold 0 there are examples of one class only"));
    }

    [Test]
    public void A_fold_without_which_all_counts_are_zero_is_an_error()
    {
        Problem<Poisson, NoPenalty> problem = new(FeatureMatrix.Dense([1, 2, 3, 4], 4, 1), [0, 3, 0, 0], default, default);
        Assert.That(() => ElasticNetPath.CrossValidate(problem, new(), [0, 1, 0, 1]), Throws.ArgumentException.With.Message.StartsWith("Without fold 1 all labels are 0"));
    }

    [Test]
    public void Folds_that_do_not_suit_the_examples_are_errors()
    {
        Problem<HalfSquared, NoPenalty> problem = new(FeatureMatrix.Dense([1, 2, 3], 3, 1), [1, 2, 3], default, default);
        using IDisposable all = Assert.EnterMultipleScope();
        Assert.That(() => ElasticNetPath.CrossValidate(problem, new(), [0, 1]), Throws.ArgumentException.With.Message.StartsWith("There must be one fold per example, got 2 for 3 examples."));
        Assert.That(() => ElasticNetPath.CrossValidate(problem, new(), [0, 1, -1]), Throws.ArgumentException.With.Message.StartsWith("Folds must be 0, 1, 2 and so on, got -1 in row 2."));
        Assert.That(() => ElasticNetPath.CrossValidate(problem, new(), [0, 0, 0]), Throws.ArgumentException.With.Message.StartsWith("At least 2 folds must have an example with a positive weight."));
    }

    [Test]
    public void Settings_out_of_their_range_are_errors()
    {
        Problem<HalfSquared, NoPenalty> problem = new(FeatureMatrix.Dense([1, 2, 3], 3, 1), [1, 2, 3], default, default);
        using IDisposable all = Assert.EnterMultipleScope();
        Expect(new() { Lambdas = [] }, "Lambdas must hold at least one value, got none.");
        Expect(new() { Lambdas = [1, 0.1, 0.2] }, "Lambdas must decrease, got 0.2 after 0.1 at index 2.");
        Expect(new() { Lambdas = [1, -0.1] }, "Lambdas must be positive and finite, got -0.1 at index 1.");
        Expect(new() { Lambdas = [double.NaN] }, "Lambdas must be positive and finite, got NaN at index 0.");
        Expect(new() { L1Ratios = [] }, "L1Ratios must hold at least one value, got none.");
        Expect(new() { L1Ratios = [0.5, 1.5] }, "L1Ratios must lie in [0, 1], got 1.5 at index 1.");
        Expect(new() { NumberOfLambdas = 1 }, "NumberOfLambdas must be at least 2, got 1.");
        Expect(new() { LambdaMinRatio = 1 }, "LambdaMinRatio must lie strictly between 0 and 1, got 1.");
        Expect(new() { Tolerance = -1 }, "Tolerance must lie in [0, 1], got -1.");
        Expect(new() { MaximumEpochs = 0 }, "MaximumEpochs must be at least 1, got 0.");

        void Expect(PathSettings settings, string message) =>
            Assert.That(() => ElasticNetPath.Fit(problem, settings), Throws.ArgumentException.With.Message.StartsWith(message));
    }

    [Test]
    public void Cancelling_stops_the_path_and_the_folds()
    {
        Problem<HalfSquared, NoPenalty> problem = new(FeatureMatrix.Dense([1, 2, 3, 5], 4, 1), [1, 2, 3, 1], default, default);
        int steps = 0, total = 0;
        ElasticNetPath.CrossValidate(problem, new(), [0, 1, 0, 1], threads: 2, checkAlive: () => Interlocked.Increment(ref total));
        foreach (int last in (int[])[1, total - 5])
        {
            steps = 0;
            Assert.That(() => ElasticNetPath.CrossValidate(problem, new(), [0, 1, 0, 1], threads: 2, checkAlive: Cancel), Throws.InstanceOf<OperationCanceledException>());

            void Cancel()
            {
                if (Interlocked.Increment(ref steps) > last) throw new OperationCanceledException();
            }
        }
    }

    [Test]
    public void Without_cross_validation_nothing_is_chosen()
    {
        RegularizationPath path = ElasticNetPath.Fit(new Problem<HalfSquared, NoPenalty>(FeatureMatrix.Dense([1, 2, 4], 3, 1), [1, 2, 3], default, default), new());
        Assert.That(() => path.Chosen, Throws.InvalidOperationException.With.Message.StartsWith("Nothing was chosen"));
    }

    private static int FoldsWithWeight(Problem<Huber, NoPenalty> problem, int[] folds) =>
        folds.Where((_, i) => problem.ExampleWeights is null || problem.ExampleWeights[i] > 0).Distinct().Count();

    private static double Predict(SmallProblem drawn, int row, LinearModel model) =>
        model.Intercepts[0] + model.Weights.Select((w, j) => w * drawn.Features[row * drawn.ColumnCount + j]).Sum();
}
