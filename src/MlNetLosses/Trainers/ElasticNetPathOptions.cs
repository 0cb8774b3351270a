using Microsoft.ML.SearchSpace;
using MlNetLosses.Paths;

namespace MlNetLosses.Trainers;

/// <summary>What the trainers of regularisation paths can be told.</summary>
public sealed class ElasticNetPathOptions : LinearTrainerOptions
{
    /// <summary>α, the share of L1 in the penalty λ (α‖w‖₁ + ½ (1 − α)‖w‖²), one path each: 1 is the Lasso, 0 ridge. In [0, 1]. Default: 1.</summary>
    public double[] L1Ratios { get; set; } = [1];

    /// <summary>How many λs each path visits, evenly spaced in log λ from the one that zeroes all weights down. At least 2. Default: 100.</summary>
    [Range(10, 200, 100, false)]
    public int NumberOfLambdas { get; set; } = 100;

    /// <summary>The smallest λ as a share of the largest, between 0 and 1; null: 1e-4 for more rows than features, otherwise 1e-2. Default: null.</summary>
    public double? LambdaMinRatio { get; set; }

    /// <summary>The λs themselves, positive, the largest first; null: as above. Default: null.</summary>
    public double[]? Lambdas { get; set; }

    /// <summary>Folds of the cross-validation, at least 2. Classes have the same share in each. Default: 10.</summary>
    [Range(2, 20, 10, false)]
    public int Folds { get; set; } = 10;

    /// <summary>Which model is taken. Default: that of the smallest held-out loss.</summary>
    public LambdaSelection Selection { get; set; } = LambdaSelection.Minimum;

    /// <summary>
    /// A column whose equal values, of one patient or one user, say, stay together in one fold: a key, text or number. Classes then
    /// need not have the same share in each fold. Null: rows are on their own. Default: null.
    /// </summary>
    public string? SamplingKeyColumnName { get; set; }

    /// <summary>Seed of the folds; null: drawn from the <c>MLContext</c> when the trainer is made. Default: null.</summary>
    public int? Seed { get; set; }

    internal override int? FixedSeed => Seed;

    internal override string? GroupColumnName => SamplingKeyColumnName;

    internal override LinearTrainerOptions CheckedCopy()
    {
        ElasticNetPathOptions copy = (ElasticNetPathOptions)base.CheckedCopy();
        copy.L1Ratios = [.. L1Ratios];
        copy.Lambdas = (double[]?)Lambdas?.Clone();
        return copy;
    }

    internal override void Check()
    {
        base.Check();
        OptionCheck.All(L1Ratios, ratio => ratio is >= 0 and <= 1, "in [0, 1]: 1 is the Lasso, 0 ridge");
        OptionCheck.NotEmpty(L1Ratios, "1 is the Lasso, 0 ridge");
        OptionCheck.Within(NumberOfLambdas, NumberOfLambdas >= 2, "at least 2");
        OptionCheck.Within(LambdaMinRatio, LambdaMinRatio is null or (> 0 and < 1), "strictly between 0 and 1, or null for the usual");
        OptionCheck.NotEmpty(Lambdas, "null is for a grid from the λ that zeroes all weights down");
        OptionCheck.All(Lambdas, lambda => lambda > 0 && double.IsFinite(lambda), "positive and finite");
        OptionCheck.Decreasing(Lambdas);
        OptionCheck.Within(Folds, Folds >= 2, "at least 2");
        OptionCheck.Within(Selection, Enum.IsDefined(Selection), "a defined value");
        if (SamplingKeyColumnName is not null) OptionCheck.ColumnName(SamplingKeyColumnName);
    }
}
