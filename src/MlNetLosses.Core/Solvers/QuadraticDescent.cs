using System.Runtime.CompilerServices;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Coordinate descent on a quadratic model that is known by its Gram matrix; every sixth sweep tries an extrapolation.</summary>
/// <param name="intercept">The coordinate that has no penalty, p; −1 where there is none.</param>
/// <param name="reference">The curvature that violations are measured with.</param>
internal sealed class QuadraticDescent(int intercept, double reference)
{
    private const int MostSweeps = 10_000;

    /// <summary>A coordinate whose move is below this share of the target stays: a move costs a row of the matrix. In the first sweep all move.</summary>
    private const double Negligible = 0.5;

    private readonly AndersonExtrapolation extrapolation = new(0);
    private double[] candidate = [];
    private double[] change = [];

    /// <summary>Goes on until a sweep moves no coordinate by more than the target.</summary>
    /// <param name="penalty">Ω.</param>
    /// <param name="gram">XᵀHX.</param>
    /// <param name="coordinates">Those that may move.</param>
    /// <param name="positions">Their positions in the matrix.</param>
    /// <param name="values">Their values, from and to.</param>
    /// <param name="gradients">The model's gradient without Ω, by position; kept up to date.</param>
    /// <param name="target">The largest move, times the root of curvatures, that is left.</param>
    /// <param name="share">It may also be this share of the first sweep's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Minimize<TPenalty>(
        SeparablePenalty<TPenalty> penalty, GramMatrix gram, ReadOnlySpan<int> coordinates, ReadOnlySpan<int> positions, Span<double> values,
        Span<double> gradients, double target, double share)
        where TPenalty : struct, IPenalty
    {
        if (candidate.Length < values.Length) candidate = new double[Math.Max(values.Length, 2 * candidate.Length)];
        if (change.Length < gram.Count) change = new double[Math.Max(gram.Count, 2 * change.Length)];
        extrapolation.Restart(values.Length);
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double violation = 0;
            for (int k = 0; k < values.Length; k++)
            {
                int j = coordinates[k], position = positions[k];
                double length = gram.Row(position)[position];
                if (!(length > 0)) continue;
                double value = Next(penalty, j, values[k], gradients[position], length), move = value - values[k];
                double own = Math.Abs(move) * Math.Sqrt(length * reference);
                violation = Math.Max(violation, own);
                if (move == 0 || (sweep > 0 && own < Negligible * target)) continue;
                values[k] = value;
                gram.AddRow(position, move, gradients);
            }

            if (sweep == 0) target = Math.Max(target, share * violation);
            if (violation <= target) return;
            values.CopyTo(extrapolation.Next);
            Span<double> jump = candidate.AsSpan(0, values.Length);
            if (extrapolation.Push(jump)) Extrapolate(penalty, gram, coordinates, positions, jump, values, gradients);
        }
    }

    /// <summary>Where coordinate j goes.</summary>
    private double Next<TPenalty>(SeparablePenalty<TPenalty> penalty, int j, double value, double gradient, double length)
        where TPenalty : struct, IPenalty =>
        j == intercept ? value - gradient / length : penalty.Prox(j, value - gradient / length, 1 / length);

    /// <summary>Jumps to the extrapolation of the last sweeps where the model is lower there. What is 0 stays 0.</summary>
    private void Extrapolate<TPenalty>(
        SeparablePenalty<TPenalty> penalty, GramMatrix gram, ReadOnlySpan<int> coordinates, ReadOnlySpan<int> positions, Span<double> jump,
        Span<double> values, Span<double> gradients)
        where TPenalty : struct, IPenalty
    {
        Span<double> moved = change.AsSpan(0, gram.Count);
        moved.Clear();
        double gain = 0;
        for (int k = 0; k < values.Length; k++)
        {
            int j = coordinates[k];
            jump[k] = values[k] == 0 ? 0 : j == intercept ? jump[k] : penalty.Clip(j, jump[k]);
            if (jump[k] == values[k]) continue;
            gram.AddRow(positions[k], jump[k] - values[k], moved);
            gain -= gradients[positions[k]] * (jump[k] - values[k]);
            if (j != intercept) gain -= penalty.Value(j, jump[k]) - penalty.Value(j, values[k]);
        }

        for (int k = 0; k < values.Length; k++) gain -= 0.5 * moved[positions[k]] * (jump[k] - values[k]);
        if (!(gain > 0)) return;
        jump.CopyTo(values);
        for (int k = 0; k < moved.Length; k++) gradients[k] += moved[k];
    }
}
