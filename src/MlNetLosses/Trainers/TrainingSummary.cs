using MlNetLosses.Solvers;
using static System.FormattableString;

namespace MlNetLosses.Trainers;

/// <summary>How a fit went, with the certificate of its model.</summary>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="Certificate">The objective, and how far from the best possible one the model can be at most.</param>
/// <param name="Converged">Whether <see cref="RelativeGap"/> met the tolerance.</param>
public sealed record TrainingSummary(int Epochs, Certificate Certificate, bool Converged)
{
    /// <summary>P(w, b): mean loss plus penalty.</summary>
    public double Objective => Certificate.Objective;

    /// <summary>An upper bound on how far <see cref="Objective"/> is above the best possible one.</summary>
    public double DualityGap => Certificate.DualityGap;

    /// <summary>The largest share of the achievable improvement over the intercept-only model that can still be missing, in [0, 1].</summary>
    public double RelativeGap => Certificate.RelativeGap;

    /// <summary>Number of weights that are not 0, of all outputs.</summary>
    public int NonZeroWeights { get; init; }

    /// <summary>The estimated noise scale σ, in label units; null where none was asked for.</summary>
    public double? Scale { get; init; }

    /// <summary>Rows trained on.</summary>
    public long RowsRead { get; init; }

    /// <summary>Invalid rows left out.</summary>
    public long RowsSkipped { get; init; }

    /// <summary>Time spent reading the data, with all transforms before the trainer.</summary>
    public TimeSpan ReadingTime { get; init; }

    /// <summary>Time spent solving, preparation and certificates included.</summary>
    public TimeSpan SolvingTime { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Invariant(
        $"{(Converged ? "Converged" : "Not converged")} after {Epochs} epochs: objective {Objective:G6}, duality gap {DualityGap:G3} (relative {RelativeGap:G3}), {NonZeroWeights} non-zero weights, {RowsRead} rows ({RowsSkipped} skipped), read in {ReadingTime.TotalSeconds:F2} s, solved in {SolvingTime.TotalSeconds:F2} s");
}
