using MlNetLosses.Solvers;

namespace MlNetLosses.Paths;

/// <summary>What the work at one λ ended with.</summary>
/// <param name="Certificate">The certificate of the model.</param>
/// <param name="Penalty">Ω(w), the part of the objective that is not loss.</param>
/// <param name="Epochs">Steps.</param>
/// <param name="Converged">Whether the relative gap met the tolerance.</param>
internal readonly record struct PathStep(Certificate Certificate, double Penalty, int Epochs, bool Converged)
{
    /// <summary>The share of the null model's loss that the model explains.</summary>
    public double Explained =>
        Certificate.NullObjective > 0 ? 1 - (Certificate.Objective - Penalty) / Certificate.NullObjective : 0;
}
