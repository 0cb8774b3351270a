namespace MlNetLosses.Solvers;

/// <summary>When to stop.</summary>
/// <param name="Tolerance">Stop when <see cref="Certificate.RelativeGap"/> is at most this.</param>
/// <param name="MaximumEpochs">Stop after this many epochs.</param>
public sealed record StoppingRule(double Tolerance = 1e-4, int MaximumEpochs = 1000);
