using System.Runtime.ExceptionServices;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Paths;

/// <summary>Walks the paths once per fold without its examples, and asks how well they predict them.</summary>
/// <remarks>Examples left out get weight 0: no data is copied, and the solver's predictions hold theirs, too.</remarks>
internal sealed class HeldOutLosses<TLoss>
    where TLoss : struct, ICurvedLoss
{
    private readonly Problem<TLoss, NoPenalty> problem;
    private readonly PathSettings settings;
    private readonly int[] folds;
    private readonly int foldCount;
    private readonly double[] foldWeights;      // Σ s of the examples left out

    /// <exception cref="ArgumentException">There is not one fold per example, or nothing can be learnt without one of them.</exception>
    public HeldOutLosses(Problem<TLoss, NoPenalty> problem, PathSettings settings, int[] folds)
    {
        (this.problem, this.settings, this.folds) = (problem, settings, folds);
        if (folds.Length != problem.Labels.Length) throw new ArgumentException($"There must be one fold per example, got {folds.Length} for {problem.Labels.Length} examples.");
        int wrong = Array.FindIndex(folds, fold => fold < 0);
        if (wrong >= 0) throw new ArgumentException($"Folds must be 0, 1, 2 and so on, got {folds[wrong]} in row {wrong}.");
        foldCount = folds.Max() + 1;
        foldWeights = new double[foldCount];
        for (int i = 0; i < folds.Length; i++) foldWeights[folds[i]] += Weight(i);
        if (foldWeights.Count(weight => weight > 0) < 2)
            throw new ArgumentException("At least 2 folds must have an example with a positive weight. Take more examples, or divide them otherwise.");
        for (int fold = 0; fold < foldCount; fold++) CheckTraining(fold);
    }

    /// <summary>Adds to each point its held-out loss and the deviation of that.</summary>
    /// <param name="points">The paths of all ratios.</param>
    /// <param name="whole">The problem of all examples.</param>
    /// <param name="moments">Its moments, where they suffice.</param>
    /// <param name="columns">The columns of the features, where they are read by column.</param>
    /// <param name="checkAlive">Called each step, on any thread; throws to cancel.</param>
    public PathPoint[] AddTo(
        IReadOnlyList<PathPoint> points, PreparedProblem<TLoss, PathPenalty> whole, LeastSquaresMoments? moments, FeatureColumns? columns,
        Action checkAlive)
    {
        double[][] losses = new double[foldCount][];
        try
        {
            Parallel.For(0, foldCount, new ParallelOptions { MaxDegreeOfParallelism = whole.Threads }, fold =>
                losses[fold] = foldWeights[fold] == 0 ? new double[points.Count]
                    : moments is null ? ByExamples(fold, points, columns, checkAlive)
                    : ByMoments(fold, points, whole, moments, checkAlive));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        double total = foldWeights.Sum();
        int present = foldWeights.Count(weight => weight > 0);
        return [.. points.Select((point, k) =>
        {
            double mean = 0, variance = 0;
            for (int fold = 0; fold < foldCount; fold++) mean += foldWeights[fold] / total * losses[fold][k];
            for (int fold = 0; fold < foldCount; fold++) variance += foldWeights[fold] / total * (losses[fold][k] - mean) * (losses[fold][k] - mean);
            double deviation = Math.Sqrt(variance / (present - 1));
            return point with { HeldOutLoss = mean, HeldOutLossDeviation = double.IsNaN(deviation) ? double.PositiveInfinity : deviation };
        })];
    }

    /// <summary>The mean loss, on the examples of a fold, of the models of the paths without them.</summary>
    private double[] ByExamples(int fold, IReadOnlyList<PathPoint> points, FeatureColumns? columns, Action checkAlive)
    {
        double[] weights = [.. folds.Select((f, i) => f == fold ? 0 : Weight(i))];
        PreparedProblem<TLoss, PathPenalty> prepared = new(ElasticNetPath.WithPathPenalty(problem, weights), threads: 1, columns);
        Coordinates coordinates = Coordinates.Of(prepared);
        StoppingRule rule = new(settings.Tolerance, settings.MaximumEpochs);
        double[] losses = new double[points.Count];
        PathSolver<TLoss>? solver = null;
        for (int k = 0; k < points.Count; k++)
        {
            if (solver is null || points[k].L1Ratio != points[k - 1].L1Ratio) solver = new(prepared, coordinates, points[k].L1Ratio, settings.UsesStrongRule);
            solver.Solve(points[k].Lambda, rule, checkAlive);
            losses[k] = MeanLoss(fold, solver.Predictions);
        }

        return losses;
    }

    /// <summary>The same by moments: those of all examples without those of the fold, and the loss from those of the fold.</summary>
    private double[] ByMoments(
        int fold, IReadOnlyList<PathPoint> points, PreparedProblem<TLoss, PathPenalty> whole, LeastSquaresMoments moments, Action checkAlive)
    {
        LeastSquaresMoments leftOut = ElasticNetPath.MomentsOf(whole, [.. whole.Shares.Select((share, i) => folds[i] == fold ? share : 0)], threads: 1);
        LeastSquaresMoments training = moments.Without(leftOut);
        double[] scales = problem.Standardize ? training.Deviations(moments) : [.. whole.Penalty.Scales];
        SeparablePenalty<PathPenalty> penalty = new(new(1, 1), [.. whole.Penalty.Factors], scales, problem.LowerBounds, problem.UpperBounds);
        StoppingRule rule = new(settings.Tolerance, settings.MaximumEpochs);
        double[] losses = new double[points.Count];
        GramPathSolver? solver = null;
        for (int k = 0; k < points.Count; k++)
        {
            if (solver is null || points[k].L1Ratio != points[k - 1].L1Ratio) solver = new(training, penalty, problem.FitIntercept, points[k].L1Ratio);
            solver.Solve(points[k].Lambda, rule, checkAlive);
            losses[k] = leftOut.MeanLoss(solver.Model);
        }

        return losses;
    }

    private double MeanLoss(int fold, ReadOnlySpan<double> predictions)
    {
        double sum = 0;
        for (int i = 0; i < folds.Length; i++)
            if (folds[i] == fold && Weight(i) > 0) sum += Weight(i) * problem.Loss.Value(predictions[i], problem.Labels[i]);
        return sum / foldWeights[fold];
    }

    private double Weight(int i) => problem.ExampleWeights?[i] ?? 1;

    private void CheckTraining(int fold)
    {
        if (TLoss.Labels == LabelDomain.Real) return;
        int[] training = [.. Enumerable.Range(0, folds.Length).Where(i => folds[i] != fold && Weight(i) > 0)];
        if (TLoss.Labels == LabelDomain.NonNegative && training.All(i => problem.Labels[i] == 0))
            throw new ArgumentException($"Without fold {fold} all labels are 0, and nothing can be learnt from them. Take fewer folds, or other groups.");
        if (TLoss.Labels == LabelDomain.PlusMinusOne && training.Select(i => problem.Labels[i]).Distinct().Count() < 2)
            throw new ArgumentException($"Without fold {fold} there are examples of one class only, and nothing can be learnt from them. Take fewer folds, divide them by class (Folds.Stratified), or take other groups.");
    }
}
