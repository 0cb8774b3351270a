using MlNetLosses.Losses;
using MlNetLosses.Solvers;

namespace MlNetLosses.Paths;

/// <summary>Walks down a path: from the model of one λ to that of the next, smaller one.</summary>
/// <remarks>
/// At λ only features are looked at that the sequential strong rule keeps, |gⱼ(λ′)| ≥ φⱼσⱼα (2λ − λ′) with g(λ′) the gradient at the
/// λ′ before; of these only those move that are not 0 or violate their optimality condition. Once none of them does, all
/// features are checked, and those that violate theirs come back. Then the certificate decides: where the gap is still too
/// large, the conditions are asked for ten times as exactly.
/// Source: R. Tibshirani, J. Bien, J. Friedman, T. Hastie, N. Simon, J. Taylor, R. Tibshirani, "Strong Rules for Discarding
/// Predictors in Lasso-Type Problems", J. R. Statist. Soc. B 74 (2012), 245–266, section 7.
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
internal sealed class PathSolver<TLoss>
    where TLoss : struct, ICurvedLoss
{
    /// <summary>λmax of a ridge would be infinite; as in glmnet it is that of this ratio.</summary>
    public const double LeastRatio = 1e-3;

    private const double FirstAccuracy = 1e-2;
    private const double LeastAccuracy = 1e-16;

    /// <summary>So many steps in a row may gain less than rounding: they still sharpen the certificate, but not for ever.</summary>
    private const int MostIdleSteps = 20;

    private const double NullAccuracy = 1e-13;
    private const int MostNullEpochs = 1000;

    private readonly PreparedProblem<TLoss, PathPenalty> problem;
    private readonly CentredColumns columns;
    private readonly ProximalNewton<TLoss, PathPenalty> newton;
    private readonly double l1Ratio;
    private readonly bool usesStrongRule;
    private readonly double[] gradients;
    private readonly double[] norms;            // Σ s x², 0 for a feature that is held at 0
    private readonly bool[] isKept;             // looked at, at this λ
    private readonly int[] working;             // those that move, and the intercept
    private readonly double stepScale;          // 1 / curvature of the loss, for the units of violations
    private int workingCount;
    private double previousLambda = double.PositiveInfinity;
    private double accuracy = FirstAccuracy;

    /// <param name="problem">The problem; its λ is not used.</param>
    /// <param name="columns">Its coordinates.</param>
    /// <param name="l1Ratio">α.</param>
    /// <param name="usesStrongRule">Whether features are left out by the strong rule; the result does not depend on it.</param>
    public PathSolver(PreparedProblem<TLoss, PathPenalty> problem, CentredColumns columns, double l1Ratio, bool usesStrongRule)
    {
        (this.problem, this.columns, this.l1Ratio, this.usesStrongRule) = (problem, columns, l1Ratio, usesStrongRule);
        newton = new(problem, columns);
        int p = columns.Intercept;
        (gradients, norms, isKept, working) = (new double[p], new double[p], new bool[p], new int[p + 1]);
        for (int j = 0; j < p; j++) norms[j] = problem.Penalty.IsFixed(j) ? 0 : columns.SquaredNorm(j, problem.Shares);
        stepScale = problem.Loss is ISmoothLoss smooth ? 1 / smooth.Smoothness : 1;
        FitUnpenalized();
        LambdaMax = LargestLambda();
    }

    /// <summary>The smallest λ at which every penalised weight is 0; 0 where they are at every λ.</summary>
    public double LambdaMax { get; }

    /// <summary>z of all examples, those without weight included.</summary>
    public ReadOnlySpan<double> Predictions => newton.Predictions;

    /// <summary>The model at the λ solved last.</summary>
    public LinearModel Model => problem.ToModel(newton.Weights, newton.Intercept);

    /// <summary>Goes on to <paramref name="lambda"/>.</summary>
    /// <param name="lambda">λ ≥ 0, best somewhat smaller than that before.</param>
    /// <param name="rule">When to stop.</param>
    /// <param name="checkAlive">Called each step; throws to cancel.</param>
    public PathStep Solve(double lambda, StoppingRule rule, Action checkAlive)
    {
        PreparedProblem<TLoss, PathPenalty> at = problem.With(new PathPenalty(lambda, l1Ratio));
        Keep(lambda);
        int epoch = 0, idle = 0;
        while (true)
        {
            checkAlive();
            bool mayGoOn = epoch < rule.MaximumEpochs && idle < MostIdleSteps;
            if (FindWork(at, accuracy * newton.SlopeSize) && mayGoOn)
            {
                idle = newton.Step(at.Penalty, working.AsSpan(0, workingCount), accuracy * newton.SlopeSize) ? 0 : idle + 1;
                epoch++;
                continue;
            }

            if (TakeBack(at, accuracy * newton.SlopeSize) && mayGoOn) continue;
            Certifier<TLoss, PathPenalty> certifier = new(at);
            Certificate certificate = certifier.Certify(newton.Weights, newton.Intercept);
            newton.Refresh(certifier.Predictions);
            bool converged = certificate.RelativeGap <= rule.Tolerance;
            if (!converged && mayGoOn && accuracy > LeastAccuracy)
            {
                accuracy *= 0.1;
                continue;
            }

            previousLambda = lambda;
            return new(certificate, at.Penalty.Value(newton.Weights), epoch, converged);
        }
    }

    /// <summary>Weights and intercept that no λ reaches.</summary>
    private void FitUnpenalized()
    {
        bool any = false;
        for (int j = 0; j < isKept.Length; j++) any |= isKept[j] = norms[j] > 0 && problem.Penalty.Factors[j] == 0;
        if (any)
            for (int epoch = 0; epoch < MostNullEpochs && FindWork(problem, NullAccuracy * newton.SlopeSize); epoch++)
                newton.Step(problem.Penalty, working.AsSpan(0, workingCount), NullAccuracy * newton.SlopeSize);
        for (int j = 0; j < gradients.Length; j++) UpdateGradient(j);
    }

    private double LargestLambda()
    {
        double largest = 0;
        for (int j = 0; j < gradients.Length; j++)
        {
            double factor = problem.Penalty.Factors[j] * problem.Penalty.Scales[j], move = -gradients[j];
            bool isRounding = Math.Abs(move) <= NullAccuracy * newton.SlopeSize * Math.Sqrt(norms[j]);
            if (norms[j] > 0 && factor > 0 && !isRounding && problem.Penalty.Clip(j, move) != 0) largest = Math.Max(largest, Math.Abs(move) / factor);
        }

        return largest / Math.Max(l1Ratio, LeastRatio);
    }

    private void Keep(double lambda)
    {
        double bound = usesStrongRule && double.IsFinite(previousLambda) ? l1Ratio * (2 * lambda - previousLambda) : 0;
        for (int j = 0; j < isKept.Length; j++)
            isKept[j] = norms[j] > 0
                && (newton.Weights[j] != 0 || Math.Abs(gradients[j]) >= problem.Penalty.Factors[j] * problem.Penalty.Scales[j] * bound);
    }

    /// <summary>Finds the coordinates that move: those not 0, and those kept that violate their conditions; false where none does.</summary>
    private bool FindWork(PreparedProblem<TLoss, PathPenalty> at, double tolerance)
    {
        workingCount = 0;
        bool any = problem.FitIntercept && Math.Abs(newton.SlopeSum) > tolerance;
        for (int j = 0; j < isKept.Length; j++)
        {
            if (!isKept[j]) continue;
            UpdateGradient(j);
            bool violates = Violation(at, j) > tolerance;
            any |= violates;
            if (violates || newton.Weights[j] != 0) working[workingCount++] = j;
        }

        if (problem.FitIntercept) working[workingCount++] = columns.Intercept;
        return any;
    }

    /// <summary>Takes back the features left out that violate their conditions; false where there are none.</summary>
    private bool TakeBack(PreparedProblem<TLoss, PathPenalty> at, double tolerance)
    {
        bool any = false;
        for (int j = 0; j < isKept.Length; j++)
        {
            if (isKept[j] || norms[j] == 0) continue;
            UpdateGradient(j);
            any |= isKept[j] = Violation(at, j) > tolerance;
        }

        return any;
    }

    private void UpdateGradient(int j) => gradients[j] = columns.Dot(j, newton.Slopes, newton.SlopeSum);

    /// <summary>How far a proximal gradient step would move feature j, as a gradient of the standardised feature.</summary>
    private double Violation(PreparedProblem<TLoss, PathPenalty> at, int j)
    {
        double step = stepScale / norms[j], weight = newton.Weights[j];
        return Math.Abs(at.Penalty.Prox(j, weight - step * gradients[j], step) - weight) * Math.Sqrt(norms[j]) / stepScale;
    }
}
