namespace MlNetLosses.Solvers;

/// <summary>Where a fit stands, each time its certificate was computed.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Certificate">Objective and duality gap.</param>
/// <param name="Elapsed">Time since the solver started.</param>
public readonly record struct TrainingProgress(int Epoch, Certificate Certificate, TimeSpan Elapsed);
