using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Paths;

/// <summary>Fits regularisation paths of the elastic net.</summary>
/// <remarks>
/// For each ratio α and decreasing λ: min over w, b of Σ s̄ᵢ f(xᵢᵀw + b, yᵢ) + λ Σⱼ φⱼ (α|σⱼwⱼ| + ½ (1 − α)(σⱼwⱼ)²), each fit starting
/// from the one before. λmax is the smallest λ at which all penalised weights are 0, maxⱼ |gⱼ|/(αφⱼσⱼ) with g the gradient of the model
/// of intercept and unpenalised features. A grid of our own ends early, as glmnet's, where 99.9 % of the loss is explained or
/// another λ explains hardly more.
/// Source: J. Friedman, T. Hastie, R. Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent",
/// J. Stat. Softw. 33 (2010).
/// </remarks>
public static class ElasticNetPath
{
    private const int FewestLambdas = 5;
    private const double Saturated = 0.999;
    private const double LeastGain = 1e-5;

    /// <summary>Fits the paths of all ratios.</summary>
    /// <param name="problem">The problem, without the penalty, which is the path's. Factors and bounds count.</param>
    /// <param name="settings">Which λs, and how exactly.</param>
    /// <param name="threads">At most so many threads; null: all cores. The bits do not depend on it.</param>
    /// <param name="progress">Told each model, in the order of the path; null for nobody.</param>
    /// <param name="checkAlive">Called each step, on any thread; throws to cancel. Null for nobody.</param>
    /// <exception cref="ArgumentException">Problem or settings are not valid; the message says what.</exception>
    public static RegularizationPath Fit<TLoss>(
        Problem<TLoss, NoPenalty> problem, PathSettings settings, int? threads = null, Action<PathPoint>? progress = null,
        Action? checkAlive = null)
        where TLoss : struct, ICurvedLoss
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        FeatureColumns? columns = Coordinates.ColumnsOf(problem.Features);
        PreparedProblem<TLoss, PathPenalty> prepared = new(WithPathPenalty(problem, problem.ExampleWeights), threads, columns);
        LeastSquaresMoments? moments = LeastSquaresMoments.Suffice(problem, settings) ? MomentsOf(prepared, prepared.Shares) : null;
        return new(Walk(prepared, SolverOf(prepared, moments, settings), settings, progress, checkAlive ?? Nothing));
    }

    /// <summary>Fits the paths of all ratios, fits them again once per fold without its examples, and chooses a model by their loss.</summary>
    /// <remarks>
    /// All folds visit the λs of the path on all examples. A fold counts by the weight of its examples; the loss is that of the fit,
    /// without penalty. The model chosen is the one fitted on all examples. Folds are fitted in parallel.
    /// </remarks>
    /// <param name="problem"><inheritdoc cref="Fit" path="/param[@name='problem']"/></param>
    /// <param name="settings"><inheritdoc cref="Fit" path="/param[@name='settings']"/></param>
    /// <param name="folds">The fold in which each example is left out, n values: see <see cref="Folds"/>.</param>
    /// <param name="selection">Which model is chosen.</param>
    /// <param name="threads"><inheritdoc cref="Fit" path="/param[@name='threads']"/></param>
    /// <param name="progress">Told each model fitted on all examples, in the order of the path; null for nobody.</param>
    /// <param name="checkAlive"><inheritdoc cref="Fit" path="/param[@name='checkAlive']"/></param>
    /// <exception cref="ArgumentException">Problem, settings or folds are not valid; the message says what.</exception>
    public static RegularizationPath CrossValidate<TLoss>(
        Problem<TLoss, NoPenalty> problem, PathSettings settings, int[] folds, LambdaSelection selection = LambdaSelection.Minimum,
        int? threads = null, Action<PathPoint>? progress = null, Action? checkAlive = null)
        where TLoss : struct, ICurvedLoss
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(folds);
        settings.Check();
        FeatureColumns? columns = Coordinates.ColumnsOf(problem.Features);
        PreparedProblem<TLoss, PathPenalty> prepared = new(WithPathPenalty(problem, problem.ExampleWeights), threads, columns);
        HeldOutLosses<TLoss> heldOut = new(problem, settings, folds);
        LeastSquaresMoments? moments = LeastSquaresMoments.Suffice(problem, settings) ? MomentsOf(prepared, prepared.Shares) : null;
        PathPoint[] points = Walk(prepared, SolverOf(prepared, moments, settings), settings, progress, checkAlive ?? Nothing);
        points = heldOut.AddTo(points, prepared, moments, columns, checkAlive ?? Nothing);
        return new(points) { ChosenIndex = Choose(points, selection), Folds = folds };
    }

    /// <summary>The same problem with the penalty of paths, at any λ.</summary>
    internal static Problem<TLoss, PathPenalty> WithPathPenalty<TLoss>(Problem<TLoss, NoPenalty> problem, double[]? exampleWeights)
        where TLoss : struct, ICurvedLoss => new(problem.Features, problem.Labels, problem.Loss, new PathPenalty(1, 1))
        {
            ExampleWeights = exampleWeights,
            FitIntercept = problem.FitIntercept,
            Standardize = problem.Standardize,
            PenaltyFactors = problem.PenaltyFactors,
            LowerBounds = problem.LowerBounds,
            UpperBounds = problem.UpperBounds,
        };

    /// <summary>The moments of a least-squares problem, or of some of its examples, about the means of all of them.</summary>
    internal static LeastSquaresMoments MomentsOf<TLoss>(PreparedProblem<TLoss, PathPenalty> prepared, double[] weights, int? threads = null)
        where TLoss : struct, ICurvedLoss =>
        LeastSquaresMoments.Of(
            prepared.Features, prepared.Labels, weights, prepared.Origin.Length > 0 ? prepared.Origin : new double[prepared.Features.ColumnCount],
            prepared.NullIntercept, threads ?? prepared.Threads);

    /// <summary>What walks down the path of a ratio.</summary>
    private static Func<double, IPathSolver> SolverOf<TLoss>(
        PreparedProblem<TLoss, PathPenalty> prepared, LeastSquaresMoments? moments, PathSettings settings)
        where TLoss : struct, ICurvedLoss
    {
        if (moments is not null) return ratio => new GramPathSolver(moments, prepared.Penalty, prepared.FitIntercept, ratio);
        Coordinates coordinates = Coordinates.Of(prepared);
        return ratio => new PathSolver<TLoss>(prepared, coordinates, ratio, settings.UsesStrongRule);
    }

    private static PathPoint[] Walk<TLoss>(
        PreparedProblem<TLoss, PathPenalty> problem, Func<double, IPathSolver> solverOf, PathSettings settings, Action<PathPoint>? progress, Action checkAlive)
        where TLoss : struct, ICurvedLoss =>
        [.. settings.L1Ratios.SelectMany(ratio => Walk(problem.Given, solverOf(ratio), ratio, settings, progress, checkAlive))];

    private static int Choose(PathPoint[] points, LambdaSelection selection)
    {
        int best = 0;
        for (int k = 1; k < points.Length; k++)
            if (points[k].HeldOutLoss < points[best].HeldOutLoss) best = k;
        if (selection == LambdaSelection.Minimum) return best;
        double bound = points[best].HeldOutLoss!.Value + points[best].HeldOutLossDeviation!.Value;
        return Array.FindIndex(points, point => point.L1Ratio == points[best].L1Ratio && point.HeldOutLoss <= bound);
    }

    private static void Nothing() { }

    private static List<PathPoint> Walk(
        FeatureMatrix features, IPathSolver solver, double ratio, PathSettings settings, Action<PathPoint>? progress, Action checkAlive)
    {
        IReadOnlyList<double> lambdas = settings.Lambdas ?? LambdaGrid.Geometric(
            solver.LambdaMax, settings.NumberOfLambdas, settings.LambdaMinRatio, features.RowCount, features.ColumnCount);
        StoppingRule rule = new(settings.Tolerance, settings.MaximumEpochs);
        List<PathPoint> points = [];
        double before = 0;
        foreach (double lambda in lambdas)
        {
            PathStep step = solver.Solve(lambda, rule, checkAlive);
            PathPoint point = new(ratio, lambda, solver.Model, step.Certificate, step.Epochs, step.Converged) { Explained = step.Explained };
            points.Add(point);
            progress?.Invoke(point);
            if (settings.Lambdas is null && points.Count >= FewestLambdas
                && (step.Explained > Saturated || step.Explained - before < LeastGain * step.Explained)) break;
            before = step.Explained;
        }

        return points;
    }
}
