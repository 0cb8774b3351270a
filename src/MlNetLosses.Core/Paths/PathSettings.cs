using System.Globalization;

namespace MlNetLosses.Paths;

/// <summary>Which λs a path visits, and how exactly.</summary>
public sealed record PathSettings
{
    /// <summary>α of each path, the share of L1 in the penalty λ (α‖w‖₁ + ½ (1 − α)‖w‖²): 1 is the Lasso, 0 ridge. In [0, 1], at least one. Default: 1.</summary>
    public IReadOnlyList<double> L1Ratios { get; init; } = [1];

    /// <summary>How many λs, evenly spaced in log λ. At least 2. Default: 100.</summary>
    public int NumberOfLambdas { get; init; } = 100;

    /// <summary>λmin/λmax, between 0 and 1; null: 1e-4 for more examples than features, otherwise 1e-2, as in glmnet. Default: null.</summary>
    public double? LambdaMinRatio { get; init; }

    /// <summary>The λs themselves, positive, decreasing; all of them are visited. Null: a grid from λmax down. Default: null.</summary>
    public IReadOnlyList<double>? Lambdas { get; init; }

    /// <summary>The relative duality gap that each model must reach. In [0, 1]. Default: 1e-4.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Steps at one λ after which the path goes on even if <see cref="Tolerance"/> is not reached. At least 1. Default: 1000.</summary>
    public int MaximumEpochs { get; init; } = 1000;

    /// <summary>Whether features are left out by the sequential strong rule. The models do not depend on it.</summary>
    internal bool UsesStrongRule { get; init; } = true;

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Check()
    {
        if (L1Ratios.Count == 0) throw new ArgumentException("L1Ratios must hold at least one value, got none. 1 is the Lasso, 0 ridge.");
        for (int k = 0; k < L1Ratios.Count; k++)
            if (L1Ratios[k] is not (>= 0 and <= 1))
                throw new ArgumentException($"L1Ratios must lie in [0, 1], got {Text(L1Ratios[k])} at index {k}. 1 is the Lasso, 0 ridge.");
        if (NumberOfLambdas < 2) throw new ArgumentException($"NumberOfLambdas must be at least 2, got {NumberOfLambdas}. For one λ set Lambdas, or train without a path.");
        if (LambdaMinRatio is not (null or (> 0 and < 1)))
            throw new ArgumentException($"LambdaMinRatio must lie strictly between 0 and 1, got {Text(LambdaMinRatio.Value)}. The usual is 1e-4.");
        if (Lambdas is not null) LambdaGrid.Check(Lambdas);
        if (Tolerance is not (>= 0 and <= 1)) throw new ArgumentException($"Tolerance must lie in [0, 1], got {Text(Tolerance)}.");
        if (MaximumEpochs < 1) throw new ArgumentException($"MaximumEpochs must be at least 1, got {MaximumEpochs}.");
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
