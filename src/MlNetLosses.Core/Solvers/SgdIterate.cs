using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>The iterate of proximal SGD, and its sum over the steps of the present epoch.</summary>
/// <remarks>
/// A step touches only what the row stores. A coordinate that m steps did not touch gets one prox of their summed step before it is
/// next read: the same weight as m proxes for L1 and bounds, and to first order in m η λ₂ for L2. The sum takes it m times
/// at the middle of that way. So a sparse step costs O(nonzeros), a dense one O(p).
/// </remarks>
internal sealed class SgdIterate<TPenalty>
    where TPenalty : struct, IPenalty
{
    private readonly SeparablePenalty<TPenalty> penalty;
    private readonly double[] origin;
    private readonly double[] toWeight;         // 1/σ
    private readonly int[] settled;             // sparse rows: the steps of this epoch that a feature's weights have seen
    private readonly bool fitIntercept;
    private readonly bool summing;
    private double rate;
    private int steps;

    /// <param name="problem">The problem.</param>
    /// <param name="outputCount">K.</param>
    /// <param name="summing">Whether to sum the iterates of an epoch.</param>
    public SgdIterate(PreparedLinearProblem<TPenalty> problem, int outputCount, bool summing)
    {
        (penalty, origin, toWeight, fitIntercept) = (problem.Penalty, problem.Origin, problem.Penalty.ToWeight, problem.FitIntercept);
        this.summing = summing;
        Weights = new double[outputCount * penalty.Count];
        Intercepts = new double[outputCount];
        WeightSums = new double[summing ? Weights.Length : 0];
        InterceptSums = new double[summing ? outputCount : 0];
        settled = new int[problem.Features.IsSparse ? penalty.Count : 0];
    }

    /// <summary>W, <c>K × p</c>; complete between epochs only.</summary>
    public double[] Weights { get; }

    /// <summary>c, K intercepts of centred features.</summary>
    public double[] Intercepts { get; }

    /// <summary>The sum of W after each step of the epoch; empty where nobody wants it.</summary>
    public double[] WeightSums { get; }

    /// <summary>The sum of c after each step of the epoch; empty where nobody wants it.</summary>
    public double[] InterceptSums { get; }

    /// <summary>Starts an epoch with learning rate η.</summary>
    public void Begin(double learningRate)
    {
        (rate, steps) = (learningRate, 0);
        Array.Clear(settled);
        Array.Clear(WeightSums);
        Array.Clear(InterceptSums);
    }

    /// <summary>z ← W (x − m) + c.</summary>
    /// <param name="x">The row.</param>
    /// <param name="predictions">Receives z, K values.</param>
    public void Predict(Row x, Span<double> predictions)
    {
        foreach (int j in x.Columns) Settle(j);
        for (int k = 0; k < predictions.Length; k++) predictions[k] = x.Dot(WeightsOf(k), origin) + Intercepts[k];
    }

    /// <summary>One proximal step at the row predicted last: wₖ ← prox(wₖ − η gₖ (x − m)), cₖ ← cₖ − η gₖ.</summary>
    /// <param name="x">The row.</param>
    /// <param name="slopes">g, K values.</param>
    public void Step(Row x, ReadOnlySpan<double> slopes)
    {
        steps++;
        if (!x.IsSparse)
        {
            for (int k = 0; k < slopes.Length; k++) StepDense(k, x, rate * slopes[k]);
        }
        else if (slopes.ContainsAnyExcept(0))
        {
            for (int k = 0; k < slopes.Length; k++) StepSparse(k, x, rate * slopes[k]);
            foreach (int j in x.Columns) settled[j] = steps;
        }

        for (int k = 0; k < slopes.Length; k++)
        {
            if (fitIntercept) Intercepts[k] -= rate * slopes[k];
            if (summing) InterceptSums[k] += Intercepts[k];
        }
    }

    /// <summary>Brings every coordinate up to date.</summary>
    public void End()
    {
        for (int j = 0; j < settled.Length; j++) Settle(j);
    }

    private Span<double> WeightsOf(int output) => Weights.AsSpan(output * penalty.Count, penalty.Count);

    private void StepSparse(int output, Row x, double step)
    {
        int start = output * penalty.Count;
        for (int k = 0; k < x.Columns.Length; k++) Move(start, x.Columns[k], step * x.Values[k]);
    }

    private void StepDense(int output, Row x, double step)
    {
        int start = output * penalty.Count;
        for (int j = 0; j < x.Values.Length; j++) Move(start, j, step * (origin.Length == 0 ? x.Values[j] : x.Values[j] - origin[j]));
    }

    /// <summary>A step of η on the standardised weight σw is one of η/σ² on w.</summary>
    private void Move(int start, int feature, double step)
    {
        double preconditioner = toWeight[feature] * toWeight[feature];
        double weight = penalty.Prox(feature, Weights[start + feature] - preconditioner * step, preconditioner * rate);
        Weights[start + feature] = weight;
        if (summing) WeightSums[start + feature] += weight;
    }

    private void Settle(int feature)
    {
        int idle = steps - settled[feature];
        if (idle == 0) return;
        settled[feature] = steps;
        double way = idle * rate * toWeight[feature] * toWeight[feature];
        for (int at = feature; at < Weights.Length; at += penalty.Count)
        {
            double weight = Weights[at];
            if (weight == 0) continue;
            if (summing) WeightSums[at] += idle * penalty.Prox(feature, weight, 0.5 * way);
            Weights[at] = penalty.Prox(feature, weight, way);
        }
    }
}
