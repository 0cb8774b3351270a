using System.Numerics;
using System.Runtime.CompilerServices;
using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>The iterate of proximal SGD, and its sum over the steps of the present epoch.</summary>
/// <remarks>
/// Weights are kept feature by feature, <c>p × stride</c>; the stride of one output is 1, that of several as in
/// <see cref="RowTimesMatrix"/>. A step touches only what the row stores. A weight that m steps did not touch gets one prox of their
/// summed step before it is next read: the same weight as m proxes for L1 and bounds, to first order in m η λ₂ for L2. The sum
/// takes it m times at the middle of that way. So a sparse step costs O(stored entries), a dense one O(p).
/// </remarks>
internal sealed class SgdIterate<TPenalty>
    where TPenalty : struct, IPenalty
{
    private readonly ProximalStep<TPenalty> proximal;
    private readonly double[] origin;
    private readonly int[] settled;             // sparse rows: how many steps of the epoch the weights of a feature have seen
    private readonly double[] moves;            // η g, stride values
    private readonly bool fitIntercept;
    private readonly bool summing;
    private double rate;
    private int steps;

    /// <param name="problem">The problem.</param>
    /// <param name="penalty">ω of the problem.</param>
    /// <param name="stride">Outputs, padded.</param>
    /// <param name="summing">Whether to sum the iterates of an epoch.</param>
    public SgdIterate(PreparedLinearProblem<TPenalty> problem, TPenalty penalty, int stride, bool summing)
    {
        int p = problem.Features.ColumnCount;
        proximal = new(problem.Penalty, penalty);
        (origin, fitIntercept, this.summing) = (problem.Origin, problem.FitIntercept, summing);
        (Weights, Intercepts, moves) = (new double[p * stride], new double[stride], new double[stride]);
        (WeightSums, InterceptSums) = summing ? (new double[p * stride], new double[stride]) : ([], []);
        settled = new int[problem.Features.IsSparse ? p : 0];
    }

    /// <summary>W; complete between epochs only.</summary>
    public double[] Weights { get; }

    /// <summary>c, intercepts of centred features.</summary>
    public double[] Intercepts { get; }

    /// <summary>The sum of W after each step of the epoch; empty where nobody wants it.</summary>
    public double[] WeightSums { get; }

    /// <summary>The sum of c after each step of the epoch; empty where nobody wants it.</summary>
    public double[] InterceptSums { get; }

    private int Stride => moves.Length;

    /// <summary>Starts an epoch with learning rate η.</summary>
    public void Begin(double learningRate)
    {
        (rate, steps) = (learningRate, 0);
        Array.Clear(settled);
        Array.Clear(WeightSums);
        Array.Clear(InterceptSums);
    }

    /// <summary>z ← Wᵀ(x − m) + c.</summary>
    /// <param name="x">The row.</param>
    /// <param name="predictions">Receives z, stride values.</param>
    public void Predict(Row x, Span<double> predictions)
    {
        foreach (int j in x.Columns) Settle(j);
        x.Predict(Weights, Intercepts, origin, predictions);
    }

    /// <summary>One proximal step at the row predicted last: W ← prox(W − η (x − m) gᵀ), c ← c − η g.</summary>
    /// <param name="x">The row.</param>
    /// <param name="slopes">g, stride values.</param>
    public void Step(Row x, ReadOnlySpan<double> slopes)
    {
        for (int k = 0; k < slopes.Length; k++)
        {
            moves[k] = rate * slopes[k];
            if (fitIntercept) Intercepts[k] -= moves[k];
            if (summing) InterceptSums[k] += Intercepts[k];
        }

        steps++;
        if (x.IsSparse && !slopes.ContainsAnyExcept(0)) return;     // one more step for its weights to settle later
        if (Stride > 1) MoveOutputs(x);
        else if (x.IsSparse) MoveSparse(x);
        else proximal.Apply(x.Values, origin, moves[0], rate, Weights, WeightSums);
        foreach (int j in x.Columns) settled[j] = steps;
    }

    /// <summary>Brings every weight up to date.</summary>
    public void End()
    {
        for (int j = 0; j < settled.Length; j++) Settle(j);
    }

    private void MoveSparse(Row x)
    {
        double move = moves[0];
        for (int k = 0; k < x.Columns.Length; k++)
        {
            int j = x.Columns[k];
            double value = origin.Length == 0 ? x.Values[k] : x.Values[k] - origin[j];
            Set(j, proximal.Weight(j, Weights[j], move * value, rate));
        }
    }

    private void MoveOutputs(Row x)
    {
        for (int k = 0; k < x.Values.Length; k++)
        {
            int j = x.IsSparse ? x.Columns[k] : k;
            double value = origin.Length == 0 ? x.Values[k] : x.Values[k] - origin[j];
            for (int output = 0; output < Stride; output += Vector<double>.Count)
            {
                int at = j * Stride + output;
                Set(at, proximal.WeightsOfOutputs(j, new Vector<double>(Weights, at), new Vector<double>(moves, output) * value, rate));
            }
        }
    }

    private void Set(int at, double weight)
    {
        Weights[at] = weight;
        if (summing) WeightSums[at] += weight;
    }

    private void Set(int at, Vector<double> weights)
    {
        weights.CopyTo(Weights, at);
        if (summing) (new Vector<double>(WeightSums, at) + weights).CopyTo(WeightSums, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Settle(int feature)
    {
        int idle = steps - settled[feature];
        if (idle == 0) return;
        settled[feature] = steps;
        double way = idle * rate;
        if (Stride == 1)
        {
            double weight = Weights[feature];
            if (weight == 0) return;
            if (summing) WeightSums[feature] += idle * proximal.Weight(feature, weight, 0, 0.5 * way);
            Weights[feature] = proximal.Weight(feature, weight, 0, way);
            return;
        }

        for (int at = feature * Stride; at < (feature + 1) * Stride; at += Vector<double>.Count)
        {
            Vector<double> weights = new(Weights, at);
            if (summing) (new Vector<double>(WeightSums, at) + idle * proximal.WeightsOfOutputs(feature, weights, default, 0.5 * way)).CopyTo(WeightSums, at);
            proximal.WeightsOfOutputs(feature, weights, default, way).CopyTo(Weights, at);
        }
    }
}
