using System.Diagnostics;

namespace MlNetLosses.Solvers;

/// <summary>The outer loop, written once for every solver.</summary>
public static class SolverLoop
{
    private const int LongestInterval = 10;

    /// <summary>Runs <paramref name="solver"/> until <paramref name="rule"/> says stop.</summary>
    /// <remarks>The gap costs a pass, so it is computed after epoch 1, and then at half of the way that it seems to need to the tolerance; after every epoch if it is cheap.</remarks>
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
        int interval = 1;
        List<(int Epoch, double Gap)> seen = [(0, 1)];
        while (true)
        {
            int next = Math.Min(rule.MaximumEpochs, epoch + interval);
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
            interval = solver.CertifiesCheaply ? 1 : Interval(seen, epoch, certificate.RelativeGap, interval, rule.Tolerance);
            seen.Add((epoch, certificate.RelativeGap));
        }
    }

    /// <summary>
    /// Half of the epochs from this gap to the tolerance, if it goes on to fall as it did in the last third of the epochs, for gaps of some losses go up and
    /// down; where it did not fall, twice as many as those since the last certificate.
    /// </summary>
    private static int Interval(List<(int Epoch, double Gap)> seen, int epoch, double gap, int interval, double tolerance)
    {
        (int since, double before) = seen.FindLast(certificate => 3 * certificate.Epoch <= 2 * epoch);
        double needed = Math.Log(gap / tolerance) * (epoch - since) / Math.Log(before / gap);
        return (int)Math.Clamp(needed > 0 ? needed / 2 : 2 * interval, 1, LongestInterval);
    }
}
