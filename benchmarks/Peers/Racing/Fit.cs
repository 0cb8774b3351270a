using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Racing;

/// <summary>What a contestant did.</summary>
/// <param name="Seconds">Of the fit, by the clock; data was in memory before.</param>
/// <param name="ConversionSeconds">The part of these in which the data was copied to the solver's own format; 0 where there is none, or none was measured.</param>
/// <param name="Models">One, or one for each λ of a path.</param>
internal sealed record Fit(double Seconds, double ConversionSeconds, IReadOnlyList<LinearModel> Models);
