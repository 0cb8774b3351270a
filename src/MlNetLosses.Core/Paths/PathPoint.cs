using MlNetLosses.Data;
using MlNetLosses.Solvers;

namespace MlNetLosses.Paths;

/// <summary>The model at one λ of a path.</summary>
/// <remarks>Most weights of most paths are 0: only the others are kept, whatever the number of features.</remarks>
/// <param name="L1Ratio">α.</param>
/// <param name="Lambda">λ; the penalty is λα‖w‖₁ + ½ λ(1 − α)‖w‖².</param>
/// <param name="Model">Weights on the raw scale, and the intercept.</param>
/// <param name="Certificate">The objective at this λ, and how far from the best possible one it can be at most.</param>
/// <param name="Epochs">Steps that it took from the λ before.</param>
/// <param name="Converged">Whether the relative gap met the tolerance.</param>
public sealed record PathPoint(double L1Ratio, double Lambda, LinearModel Model, Certificate Certificate, int Epochs, bool Converged)
{
    private readonly SparseVector weights = new(Model.Weights);
    private readonly double[] intercepts = [.. Model.Intercepts];

    /// <summary>Weights on the raw scale, and the intercept, written out anew each time it is asked for.</summary>
    public LinearModel Model => new(weights.ToArray(), [.. intercepts]);

    /// <summary>λ₁ = λα, as the trainers of one λ take it.</summary>
    public double L1 => Lambda * L1Ratio;

    /// <summary>λ₂ = λ(1 − α), as the trainers of one λ take it.</summary>
    public double L2 => Lambda * (1 - L1Ratio);

    /// <summary>Number of weights that are not 0; of a Lasso's fit of least squares an unbiased estimate of its degrees of freedom.</summary>
    /// <remarks>Source: H. Zou, T. Hastie, R. Tibshirani, "On the 'Degrees of Freedom' of the Lasso", Ann. Statist. 35 (2007), 2173–2192.</remarks>
    public int DegreesOfFreedom => weights.Count;

    /// <summary>The share of the intercept-only model's loss that this model explains on the data it was trained on: R² for <see cref="Losses.HalfSquared"/>.</summary>
    public double Explained { get; init; }

    /// <summary>Mean loss on examples left out, over the folds; null without cross-validation.</summary>
    public double? HeldOutLoss { get; init; }

    /// <summary>The standard error of <see cref="HeldOutLoss"/>: the deviation of the folds' losses, by the root of the number of folds less one.</summary>
    public double? HeldOutLossDeviation { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"λ {Lambda:G4} (L1 ratio {L1Ratio}): {DegreesOfFreedom} non-zero weights, {Explained:P1} of the loss explained, relative gap {Certificate.RelativeGap:G3}")
        + (HeldOutLoss is double loss ? FormattableString.Invariant($", held-out loss {loss:G5} ± {HeldOutLossDeviation:G3}") : "");
}
