using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>The iterate of SGD by truncated gradient, and its sum over the steps of the present pass.</summary>
/// <remarks>
/// A step is a plain gradient step of the loss, and touches only what the row stores. After K of them one proximal step, K times as
/// large, over all weights makes up for the penalty and the bounds, and the weights enter the sum K times. The gradients between were
/// taken at weights that had moved away from their penalty; so K halves where the proximal step moves the weights by more than
/// <see cref="MostMovement"/> of their norm, and doubles again where it moves them by less than half as much. It never depends on threads.
/// Weights are kept feature by feature, <c>p × stride</c>; the stride of one output is 1, that of several as in <see cref="RowTimesMatrix"/>.
/// </remarks>
internal sealed class SgdIterate<TPenalty>
    where TPenalty : struct, IPenalty
{
    private const double MostMovement = 0.03;

    /// <summary>K is at most so large that the gradient steps touch each weight so often, on average: the proximal step costs little beside them.</summary>
    private const double MostTouches = 16;

    /// <summary>At least so many proximal steps in a pass: their weights are what is averaged.</summary>
    private const int LeastSteps = 16;

    private readonly ProximalStep<TPenalty> proximal;
    private readonly double[] origin;
    private readonly double[] rates;            // 1/σ², or empty for 1
    private readonly double[] moves;            // −η g, stride values
    private readonly bool fitIntercept;
    private readonly double stepsPerTouch;      // p / mean entries of a row
    private double rate;
    private int most;                           // of K, in this pass
    private int truncation = int.MaxValue;      // K
    private int steps;                          // since the last proximal step

    /// <param name="problem">The problem.</param>
    /// <param name="penalty">ω of the problem.</param>
    /// <param name="stride">Outputs, padded.</param>
    /// <param name="summing">Whether to sum the iterates of a pass.</param>
    public SgdIterate(PreparedLinearProblem<TPenalty> problem, TPenalty penalty, int stride, bool summing)
    {
        int p = problem.Features.ColumnCount;
        proximal = new(problem.Penalty, penalty, stride);
        (origin, fitIntercept) = (problem.Origin, problem.FitIntercept);
        rates = problem.Penalty.Scales.ContainsAnyExcept(1) ? [.. problem.Penalty.ToWeight.Select(inverse => inverse * inverse)] : [];
        stepsPerTouch = (double)p * problem.Features.RowCount / Math.Max(problem.Features.EntryCount, 1);
        (Weights, Intercepts, moves) = (new double[p * stride], new double[stride], new double[stride]);
        (WeightSums, InterceptSums) = summing ? (new double[p * stride], new double[stride]) : ([], []);
    }

    /// <summary>W; within bounds between passes only.</summary>
    public double[] Weights { get; }

    /// <summary>c, intercepts of centred features.</summary>
    public double[] Intercepts { get; }

    /// <summary>The sum of W over the steps of the pass; empty where nobody wants it.</summary>
    public double[] WeightSums { get; }

    /// <summary>The sum of c over the steps of the pass; empty where nobody wants it.</summary>
    public double[] InterceptSums { get; }

    /// <summary>Starts a pass.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="examples">How many steps it will have.</param>
    public void Begin(double learningRate, int examples)
    {
        (rate, steps) = (learningRate, 0);
        most = (int)Math.Max(1, Math.Min(MostTouches * stepsPerTouch, (double)examples / LeastSteps));
        truncation = Math.Min(truncation, most);
        Array.Clear(WeightSums);
        Array.Clear(InterceptSums);
    }

    /// <summary>One gradient step: W ← W − η diag(1/σ²) (x − m) gᵀ, c ← c − η g; and, where it is time, the proximal one.</summary>
    /// <param name="x">The row.</param>
    /// <param name="slopes">g, stride values.</param>
    public void Step(in Row x, ReadOnlySpan<double> slopes)
    {
        if (slopes.ContainsAnyExcept(0))
        {
            for (int k = 0; k < slopes.Length; k++)
            {
                moves[k] = -rate * slopes[k];
                if (fitIntercept) Intercepts[k] += moves[k];
            }

            if (moves.Length > 1) x.AddOuterTo(Weights, origin, moves, rates);
            else if (rates.Length > 0) x.AddTo(Weights, moves[0], rates, origin);
            else x.AddTo(Weights, moves[0], origin);
        }

        if (++steps == truncation) Truncate();
    }

    /// <summary>The proximal step for what is left of the pass.</summary>
    public void End()
    {
        if (steps > 0) Truncate();
    }

    private void Truncate()
    {
        (double change, double norm) = proximal.Apply(steps * rate, steps, Weights, WeightSums);
        for (int k = 0; k < InterceptSums.Length; k++) InterceptSums[k] += steps * Intercepts[k];
        steps = 0;
        double limit = MostMovement * MostMovement * norm;
        if (change > limit) truncation = Math.Max(truncation / 2, 1);
        else if (4 * change < limit) truncation = Math.Min(2 * truncation, most);
    }
}
