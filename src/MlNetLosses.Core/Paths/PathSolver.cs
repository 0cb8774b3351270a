using MlNetLosses.Losses;
using MlNetLosses.Solvers;

namespace MlNetLosses.Paths;

/// <summary>Walks down a path: from the model of one λ to that of the next, smaller one.</summary>
/// <remarks>
/// At λ only features are looked at that the sequential strong rule keeps, |gⱼ(λ′)| ≥ φⱼσⱼα (2λ − λ′) with g(λ′) the gradient at the
/// λ′ before; of these only those move that are not 0 or violate their optimality condition. Once none of them does, all
/// features are checked, and those that violate theirs come back. Then the certificate decides: where the gap is still too
/// large, the conditions are asked for more exactly.
/// Source: R. Tibshirani, J. Bien, J. Friedman, T. Hastie, N. Simon, J. Taylor, R. Tibshirani, "Strong Rules for Discarding
/// Predictors in Lasso-Type Problems", J. R. Statist. Soc. B 74 (2012), 245–266, section 7.
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
internal sealed class PathSolver<TLoss> : IPathSolver
    where TLoss : struct, ICurvedLoss
{
    private const double FirstAccuracy = 1e-2;
    private const double LeastAccuracy = 1e-16;
    private const double MoreExact = 0.3;

    /// <summary>Where the gap is below this share of the tolerance, the next λ need not be solved so exactly.</summary>
    private const double Generous = 0.1;

    /// <summary>So many steps in a row may gain less than rounding: they still sharpen the certificate, but not for ever.</summary>
    private const int MostIdleSteps = 20;

    private const double NullAccuracy = 1e-13;
    private const int MostNullEpochs = 1000;

    private readonly PreparedProblem<TLoss, PathPenalty> problem;
    private readonly ProximalNewton<TLoss, PathPenalty> newton;
    private readonly double l1Ratio;
    private readonly bool usesStrongRule;
    private readonly int[] kept;                // looked at, at this λ
    private readonly int[] leftOut;             // the others
    private readonly int[] working;             // those that move, and the intercept
    private int keptCount;
    private int leftOutCount;
    private int workingCount;
    private bool isBalanced;
    private double previousLambda = double.PositiveInfinity;
    private double accuracy = FirstAccuracy;

    /// <param name="problem">The problem; its λ is not used.</param>
    /// <param name="coordinates">Its coordinates.</param>
    /// <param name="l1Ratio">α.</param>
    /// <param name="usesStrongRule">Whether features are left out by the strong rule; the result does not depend on it.</param>
    public PathSolver(PreparedProblem<TLoss, PathPenalty> problem, Coordinates coordinates, double l1Ratio, bool usesStrongRule)
    {
        (this.problem, this.l1Ratio, this.usesStrongRule) = (problem, l1Ratio, usesStrongRule);
        newton = new(problem, coordinates);
        int p = coordinates.Intercept;
        (kept, leftOut, working) = (new int[p], new int[p], new int[p + 1]);
        FitUnpenalized();
        LambdaMax = LargestLambda();
    }

    /// <inheritdoc/>
    public double LambdaMax { get; }

    /// <summary>z of all examples, those without weight included.</summary>
    public ReadOnlySpan<double> Predictions => newton.Predictions;

    /// <inheritdoc/>
    public LinearModel Model => problem.ToModel(newton.Weights, newton.Intercept);

    private ArraySegment<int> Kept => new(kept, 0, keptCount);

    private ArraySegment<int> LeftOut => new(leftOut, 0, leftOutCount);

    /// <inheritdoc/>
    public PathStep Solve(double lambda, StoppingRule rule, Action checkAlive)
    {
        PreparedProblem<TLoss, PathPenalty> at = problem.With(new PathPenalty(lambda, l1Ratio));
        Certifier<TLoss, PathPenalty> certifier = new(at);
        Keep(lambda);
        int epoch = 0, idle = 0;
        while (true)
        {
            checkAlive();
            bool mayGoOn = epoch < rule.MaximumEpochs && idle < MostIdleSteps;
            if (FindWork(at, accuracy * newton.SlopeSize) && mayGoOn)
            {
                idle = Step(at, accuracy * newton.SlopeSize) ? 0 : idle + 1;
                epoch++;
                continue;
            }

            if (TakeBack(at, accuracy * newton.SlopeSize) && mayGoOn) continue;
            Certificate certificate = isBalanced && certifier.TakesGradients
                ? certifier.Certify(newton.Weights, newton.Predictions, newton.Loss, newton.Gradients)
                : certifier.Certify(newton.Weights, newton.Intercept);
            bool converged = certificate.RelativeGap <= rule.Tolerance;
            if (!converged && mayGoOn && accuracy > LeastAccuracy)
            {
                accuracy *= MoreExact;
                continue;
            }

            if (certificate.RelativeGap < Generous * rule.Tolerance) accuracy = Math.Min(FirstAccuracy, accuracy / MoreExact);
            previousLambda = lambda;
            return new(certificate, at.Penalty.Value(newton.Weights), epoch, converged);
        }
    }

    /// <summary>Weights and intercept that no λ reaches.</summary>
    private void FitUnpenalized()
    {
        isBalanced = !problem.FitIntercept || newton.SettleIntercept();
        Divide(j => problem.Penalty.Factors[j] == 0);
        if (keptCount > 0)
            for (int epoch = 0; epoch < MostNullEpochs && FindWork(problem, NullAccuracy * newton.SlopeSize); epoch++)
                Step(problem, NullAccuracy * newton.SlopeSize);
        newton.UpdateGradients(Kept);
        newton.UpdateGradients(LeftOut);
    }

    private double LargestLambda()
    {
        double largest = 0;
        for (int j = 0; j < newton.Weights.Length; j++)
        {
            double factor = problem.Penalty.Factors[j] * problem.Penalty.Scales[j], move = -newton.Gradients[j];
            bool isRounding = Math.Abs(move) <= NullAccuracy * newton.SlopeSize * newton.Norm(j);
            if (newton.Matters(j) && factor > 0 && !isRounding && problem.Penalty.Clip(j, move) != 0) largest = Math.Max(largest, Math.Abs(move) / factor);
        }

        return largest / Math.Max(l1Ratio, PathPenalty.LeastRatio);
    }

    private void Keep(double lambda)
    {
        double bound = usesStrongRule && double.IsFinite(previousLambda) ? l1Ratio * (2 * lambda - previousLambda) : 0;
        Divide(j => newton.Weights[j] != 0 || Math.Abs(newton.Gradients[j]) >= problem.Penalty.Factors[j] * problem.Penalty.Scales[j] * bound);
    }

    private void Divide(Predicate<int> isKept)
    {
        (keptCount, leftOutCount) = (0, 0);
        for (int j = 0; j < newton.Weights.Length; j++)
        {
            if (!newton.Matters(j)) continue;
            if (isKept(j)) kept[keptCount++] = j;
            else leftOut[leftOutCount++] = j;
        }
    }

    private bool Step(PreparedProblem<TLoss, PathPenalty> at, double tolerance)
    {
        bool fell = newton.Step(at.Penalty, new(working, 0, workingCount), tolerance);
        isBalanced = !problem.FitIntercept || newton.SettleIntercept();
        return fell;
    }

    /// <summary>Finds the coordinates that move: those not 0, and those kept that violate their conditions; false where none does.</summary>
    private bool FindWork(PreparedProblem<TLoss, PathPenalty> at, double tolerance)
    {
        newton.UpdateGradients(Kept);
        workingCount = 0;
        bool any = problem.FitIntercept && Math.Abs(newton.SlopeSum) > tolerance;
        foreach (int j in Kept)
        {
            bool violates = newton.Violation(at.Penalty, j) > tolerance;
            any |= violates;
            if (violates || newton.Weights[j] != 0) working[workingCount++] = j;
        }

        if (problem.FitIntercept) working[workingCount++] = newton.Weights.Length;
        return any;
    }

    /// <summary>Takes back the features left out that violate their conditions; false where there are none.</summary>
    private bool TakeBack(PreparedProblem<TLoss, PathPenalty> at, double tolerance)
    {
        newton.UpdateGradients(LeftOut);
        int still = 0, before = keptCount;
        foreach (int j in LeftOut)
        {
            if (newton.Violation(at.Penalty, j) > tolerance) kept[keptCount++] = j;
            else leftOut[still++] = j;
        }

        leftOutCount = still;
        return keptCount > before;
    }
}
