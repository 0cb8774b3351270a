using MlNetLosses.Penalties;

namespace MlNetLosses.Data;

/// <summary>What every problem has, whatever its loss: examples, their weights, the penalty, and whether there is an intercept.</summary>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public abstract record LinearProblem<TPenalty>
    where TPenalty : struct, IPenalty
{
    private protected LinearProblem(FeatureMatrix features, TPenalty penalty) => (Features, Penalty) = (features, penalty);

    /// <summary>X, <c>n × p</c>.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>ω, applied to each weight (of standardised features when <see cref="Standardize"/>).</summary>
    public TPenalty Penalty { get; }

    /// <summary>sᵢ ≥ 0, n values, not all zero; null: all 1. Only their proportions matter to the model.</summary>
    public double[]? ExampleWeights { get; init; }

    /// <summary>Whether to fit intercepts. They are never penalised. Default: true.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>
    /// Whether the penalty applies to the weights of features scaled to unit variance (weighted, divided by Σs), as in glmnet.
    /// Weights are on the raw scale either way; the data is not changed. Features without variance get weight 0. Default: true.
    /// </summary>
    public bool Standardize { get; init; } = true;

    /// <summary>φⱼ ≥ 0, p values that multiply the penalty of each feature, 0 for an unpenalised one; null: all 1.</summary>
    public double[]? PenaltyFactors { get; init; }

    /// <summary>Lower bounds lⱼ ≤ 0 of the raw-scale weights, p values, −∞ for none; null: no bounds.</summary>
    public double[]? LowerBounds { get; init; }

    /// <summary>Upper bounds uⱼ ≥ 0 of the raw-scale weights, p values, +∞ for none; null: no bounds.</summary>
    public double[]? UpperBounds { get; init; }
}
