using MlNetLosses.Losses;
using MlNetLosses.Solvers;

namespace MlNetLosses.Paths;

/// <summary>Walks down a path: from the model of one λ to that of the next, smaller one.</summary>
/// <remarks>
/// At λ only features are looked at that the sequential strong rule keeps, |gⱼ(λ′)| ≥ φⱼσⱼα (2λ − λ′) with g(λ′) the gradient at the
/// λ′ before; of these only those move that are not 0 or violate their optimality condition. Once none of them does, all
/// features are checked, and those that violate theirs come back. Then the certificate decides: where the gap is still too
/// large, the conditions are asked for more exactly. No feature is read that was read at the present model, or whose gradient
/// cannot have grown to where the penalty is left (<see cref="GradientBounds"/>): to all checks, and to the certificate, it is as good as read.
/// Of rare features no model has gradients of that size, |gⱼ| ≤ √(Σ s xⱼ²) √(Σ s f′²): they are not even looked at until λ is small enough.
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

    /// <summary>What a step leaves of gradients is not read where they need not be known better than to this share of what they can be at most.</summary>
    private const double LeastKnown = 1e-9;

    /// <summary>Features are sorted out for λs down to this share of the present one.</summary>
    private const double LookAhead = 0.8;

    private const double NullAccuracy = 1e-13;
    private const int MostNullEpochs = 1000;

    private readonly PreparedProblem<TLoss, PathPenalty> problem;
    private readonly ProximalNewton<TLoss, PathPenalty> newton;
    private readonly Certifier<TLoss, PathPenalty> certifier;
    private readonly GradientBounds bounds;
    private readonly double l1Ratio;
    private readonly bool usesStrongRule;
    private readonly int[] features;            // those that matter
    private readonly double[] radii;            // φσ of all features
    private readonly double[] reaches;          // the most that slopes of size 1 can make of a gradient, in units of φσ
    private readonly int[] farReaching;         // those that matter and reach far enough
    private readonly int[] stale;               // to be read
    private readonly int[] suspects;            // left out, but perhaps wrongly
    private readonly int[] kept;                // looked at, at this λ
    private readonly bool[] isKept;             // the same, by feature
    private readonly int[] working;             // those that move, and the intercept
    private FeatureFilter filter;               // of those that reach far enough
    private double leastReach = double.MaxValue;
    private int keptCount;
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
        certifier = new(problem.With(new PathPenalty(1, l1Ratio)));
        int p = coordinates.Intercept;
        features = [.. Enumerable.Range(0, p).Where(newton.Matters)];
        radii = new double[p];
        for (int j = 0; j < p; j++) radii[j] = problem.Penalty.Factors[j] * problem.Penalty.Scales[j];
        double[] norms = newton.Norms();
        reaches = [.. norms.Zip(radii, (norm, radius) => norm / radius)];
        bounds = new(problem.Shares, norms, problem.Threads, coordinates.ReadsAll ? 1 : GradientBounds.MostModels);
        farReaching = new int[features.Length];
        filter = FarReaching();
        (stale, suspects, kept, isKept, working) = (new int[p], new int[p], new int[p], new bool[p], new int[p + 1]);
        FitUnpenalized();
        LambdaMax = LargestLambda();
    }

    /// <inheritdoc/>
    public double LambdaMax { get; }

    /// <summary>z of all examples, those without weight included.</summary>
    public ReadOnlySpan<double> Predictions => newton.Predictions;

    /// <inheritdoc/>
    public LinearModel Model => new(newton.Weights, [newton.Intercept - problem.Shift(newton.Weights, Kept)]);

    private ArraySegment<int> Kept => new(kept, 0, keptCount);

    /// <inheritdoc/>
    public PathStep Solve(double lambda, StoppingRule rule, Action checkAlive)
    {
        PreparedProblem<TLoss, PathPenalty> at = problem.With(new PathPenalty(lambda, l1Ratio));
        certifier.Change(at);
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

            if (TakeBack(at, lambda, accuracy * newton.SlopeSize) && mayGoOn) continue;
            Certificate certificate = isBalanced && certifier.TakesGradients
                ? certifier.Certify(newton.Weights, newton.Predictions, newton.Loss, newton.Gradients, Kept)
                : certifier.Certify(newton.Weights, newton.Intercept);
            bool converged = certificate.RelativeGap <= rule.Tolerance;
            if (!converged && mayGoOn && accuracy > LeastAccuracy)
            {
                accuracy *= MoreExact;
                continue;
            }

            if (certificate.RelativeGap < Generous * rule.Tolerance) accuracy = Math.Min(FirstAccuracy, accuracy / MoreExact);
            previousLambda = lambda;
            return new(certificate, at.Penalty.Value(newton.Weights, Kept), epoch, converged);
        }
    }

    /// <summary>Weights and intercept that no λ reaches.</summary>
    private void FitUnpenalized()
    {
        isBalanced = !problem.FitIntercept || newton.SettleIntercept();
        Divide(double.MaxValue);
        if (keptCount > 0)
            for (int epoch = 0; epoch < MostNullEpochs && FindWork(problem, NullAccuracy * newton.SlopeSize); epoch++)
                Step(problem, NullAccuracy * newton.SlopeSize);
        Read(features);
    }

    private double LargestLambda()
    {
        double largest = 0;
        foreach (int j in features)
        {
            double move = -newton.Gradients[j];
            bool isRounding = Math.Abs(move) <= NullAccuracy * newton.SlopeSize * newton.Norm(j);
            if (radii[j] > 0 && !isRounding && problem.Penalty.Clip(j, move) != 0) largest = Math.Max(largest, Math.Abs(move) / radii[j]);
        }

        return largest / Math.Max(l1Ratio, PathPenalty.LeastRatio);
    }

    /// <summary>Features that no gradient of the present size takes out of reach of the penalty at 0 are left out; the others only grow in number.</summary>
    private void LookFarEnough(double lambda)
    {
        double reach = l1Ratio * lambda / newton.SlopeSize;
        if (reach >= leastReach) return;
        leastReach = LookAhead * reach;
        filter = FarReaching();
    }

    private FeatureFilter FarReaching()
    {
        int count = new FeatureFilter(features, problem.Threads).Find(
            (candidates, result) =>
            {
                int count = 0;
                foreach (int j in candidates)
                    if (!(reaches[j] <= leastReach)) result[count++] = j;
                return count;
            },
            farReaching);
        return new(new(farReaching, 0, count), problem.Threads);
    }

    private void Keep(double lambda)
    {
        LookFarEnough(lambda);
        Divide(usesStrongRule && double.IsFinite(previousLambda) ? l1Ratio * (2 * lambda - previousLambda) : 0);
    }

    /// <summary>Keeps features that are not 0, or whose gradient was at least this bound, in units of their penalty, when it was read last.</summary>
    private void Divide(double bound) => keptCount = filter.Find(
        (candidates, result) =>
        {
            double[] weights = newton.Weights, gradients = newton.Gradients;
            int count = 0;
            foreach (int j in candidates)
            {
                isKept[j] = weights[j] != 0 || Math.Abs(gradients[j]) >= radii[j] * bound;
                if (isKept[j]) result[count++] = j;
            }

            return count;
        },
        kept);

    private bool Step(PreparedProblem<TLoss, PathPenalty> at, double tolerance)
    {
        bool fell = newton.Step(at.Penalty, new(working, 0, workingCount), tolerance);
        isBalanced = !problem.FitIntercept || newton.SettleIntercept();
        bounds.Move();
        if (newton.KnowsGradients && isBalanced && tolerance >= LeastKnown * newton.SlopeSize)
            bounds.Read(working.AsSpan(0, workingCount - (problem.FitIntercept ? 1 : 0)), newton.Gradients, newton.Slopes);
        return fell;
    }

    /// <summary>Finds the coordinates that move: those not 0, and those kept that violate their conditions; false where none does.</summary>
    private bool FindWork(PreparedProblem<TLoss, PathPenalty> at, double tolerance)
    {
        Read(Kept);
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

    /// <summary>Takes back the features left out that violate their conditions at all; false where none does by more than the tolerance.</summary>
    private bool TakeBack(PreparedProblem<TLoss, PathPenalty> at, double lambda, double tolerance)
    {
        LookFarEnough(lambda);
        bounds.Measure(newton.Slopes);
        ArraySegment<int> suspected = new(suspects, 0, FindSuspects(l1Ratio * lambda));
        Read(suspected);
        bool any = false;
        foreach (int j in suspected)
        {
            double violation = newton.Violation(at.Penalty, j);
            any |= violation > tolerance;
            if (!(violation > 0)) continue;
            isKept[j] = true;
            kept[keptCount++] = j;
        }

        return any;
    }

    /// <summary>Finds the features left out whose gradients may be larger than this, in units of their penalty; returns how many.</summary>
    private int FindSuspects(double bound) => filter.Find(
        (candidates, result) =>
        {
            int count = 0;
            foreach (int j in candidates)
                if (!isKept[j] && !bounds.IsWithin(j, bound * radii[j])) result[count++] = j;
            return count;
        },
        suspects);

    /// <summary>Reads the gradients of those features that are not known at the present model.</summary>
    private void Read(ArraySegment<int> wanted)
    {
        int count = 0;
        foreach (int j in wanted)
            if (!bounds.IsRead(j)) stale[count++] = j;
        ArraySegment<int> read = new(stale, 0, count);
        newton.UpdateGradients(read);
        bounds.Read(read, newton.Gradients, newton.Slopes);
    }
}
