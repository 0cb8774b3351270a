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
    /// <param name="cancellation">Checked each step.</param>
    /// <exception cref="ArgumentException">Problem or settings are not valid; the message says what.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static RegularizationPath Fit<TLoss>(
        Problem<TLoss, NoPenalty> problem, PathSettings settings, int? threads = null, Action<PathPoint>? progress = null,
        CancellationToken cancellation = default)
        where TLoss : struct, ICurvedLoss
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        PreparedProblem<TLoss, PathPenalty> prepared = new(WithPathPenalty(problem, problem.ExampleWeights), threads);
        CentredColumns columns = new(prepared.Features.Transpose(), prepared.Origin);
        return new([.. settings.L1Ratios.SelectMany(ratio => Walk(prepared, columns, ratio, settings, progress, cancellation))]);
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

    private static List<PathPoint> Walk<TLoss>(
        PreparedProblem<TLoss, PathPenalty> problem, CentredColumns columns, double ratio, PathSettings settings,
        Action<PathPoint>? progress, CancellationToken cancellation)
        where TLoss : struct, ICurvedLoss
    {
        PathSolver<TLoss> solver = new(problem, columns, ratio, settings.UsesStrongRule);
        IReadOnlyList<double> lambdas = settings.Lambdas ?? LambdaGrid.Geometric(
            solver.LambdaMax, settings.NumberOfLambdas, settings.LambdaMinRatio, columns.RowCount, columns.Intercept);
        StoppingRule rule = new(settings.Tolerance, settings.MaximumEpochs);
        List<PathPoint> points = [];
        double before = 0;
        foreach (double lambda in lambdas)
        {
            PathStep step = solver.Solve(lambda, rule, cancellation.ThrowIfCancellationRequested);
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
