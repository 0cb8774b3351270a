using System.Diagnostics;

namespace MlNetLosses.Solvers;

/// <summary>The outer loop, written once for every solver.</summary>
public static class SolverLoop
{
    private const int LongestInterval = 10;

    /// <summary>Runs <paramref name="solver"/> until <paramref name="rule"/> says stop.</summary>
    /// <remarks>The gap costs a pass, so it is computed after epochs 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, …: at most a quarter more epochs than needed.</remarks>
    /// <param name="solver">The solver, which goes on from where it is.</param>
    /// <param name="rule">When to stop.</param>
    /// <param name="progress">Told each certificate; null for nobody.</param>
    /// <param name="cancellation">Checked each epoch.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static SolverResult Run(
        ISolver solver, StoppingRule rule, Action<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(rule);
        long start = Stopwatch.GetTimestamp();
        int epoch = 0;
        while (true)
        {
            int next = Math.Min(rule.MaximumEpochs, epoch + Math.Clamp(epoch / 4, 1, LongestInterval));
            for (; epoch < next && !solver.IsFinished; epoch++)
            {
                cancellation.ThrowIfCancellationRequested();
                solver.Epoch();
            }

            Certificate certificate = solver.Certify();
            progress?.Invoke(new(epoch, certificate, Stopwatch.GetElapsedTime(start)));
            bool converged = certificate.RelativeGap <= rule.Tolerance;
            if (converged || solver.IsFinished || epoch >= rule.MaximumEpochs)
                return new(solver.ToModel(), certificate, epoch, converged, Stopwatch.GetElapsedTime(start));
        }
    }
}
