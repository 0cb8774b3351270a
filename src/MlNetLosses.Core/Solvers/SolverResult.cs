namespace MlNetLosses.Solvers;

/// <summary>What a solver's run ended with.</summary>
/// <param name="Model">The model, on the raw scale of the features.</param>
/// <param name="Certificate">Its certificate.</param>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Converged">Whether the relative gap met the tolerance.</param>
/// <param name="Elapsed">Time spent solving.</param>
public sealed record SolverResult(LinearModel Model, Certificate Certificate, int Epochs, bool Converged, TimeSpan Elapsed)
{
    /// <summary>The estimated noise scale σ, in label units, where the fit estimated one; otherwise null.</summary>
    public double? Scale { get; init; }

    /// <summary>Whether σ fell to its floor: the model fits most labels exactly, so they tell no noise scale.</summary>
    public bool ScaleCollapsed { get; init; }
}
