using System.Text.Json.Serialization;
using Microsoft.ML.SearchSpace;
using MlNetLosses.Solvers;

namespace MlNetLosses.Trainers;

/// <summary>What every linear trainer can be told. A trainer copies what it needs when it is made, and never writes here.</summary>
/// <remarks>
/// The properties with a range or a choice are those that AutoML sweeps when the type is used as a search space. Loss and penalty
/// are arguments of the trainer: to sweep λ₁ and λ₂, put them into a class of your own beside these options.
/// </remarks>
public abstract class LinearTrainerOptions
{
    private protected LinearTrainerOptions() { }

    /// <summary>The label column. Default: <c>Label</c>.</summary>
    public string LabelColumnName { get; set; } = "Label";

    /// <summary>The feature column, a known-size vector of Single. Default: <c>Features</c>.</summary>
    public string FeatureColumnName { get; set; } = "Features";

    /// <summary>The column of example weights, Single, ≥ 0; null: all examples count alike. Default: null.</summary>
    public string? ExampleWeightColumnName { get; set; }

    /// <summary>
    /// The relative duality gap at which the fit stops: the largest share of the achievable improvement over the intercept-only
    /// model that can still be missing. In [0, 1]. Default: 1e-4.
    /// </summary>
    [Range(1e-8, 1e-2, 1e-4, true)]
    public virtual double Tolerance { get; set; } = 1e-4;

    /// <summary>Passes over the data after which the fit stops even if <see cref="Tolerance"/> is not reached. At least 1. Default: 1000.</summary>
    [Range(1, 10000, 1000, true)]
    public virtual int MaximumEpochs { get; set; } = 1000;

    /// <summary>Whether the model has an intercept. It is never penalised. Default: true.</summary>
    [BooleanChoice(true)]
    public bool FitIntercept { get; set; } = true;

    /// <summary>
    /// Whether the penalty applies to the weights of features scaled to unit variance. Weights are on the raw scale either way.
    /// Default: true.
    /// </summary>
    [BooleanChoice(true)]
    public bool Standardize { get; set; } = true;

    /// <summary>
    /// Whether rows with a missing or infinite feature or label, or with a negative or not finite weight, are left out, counted
    /// and logged; otherwise the first is an error. Default: false.
    /// </summary>
    public bool SkipInvalidRows { get; set; }

    /// <summary>At most so many threads, at least 1; null: all cores. The model does not depend on it. Default: null.</summary>
    public int? NumberOfThreads { get; set; }

    /// <summary>
    /// A directory in which the features are kept in a file while the model is trained, mapped into memory instead of held there: for
    /// data larger than memory, or than the largest array. The file takes 4 bytes per entry, 8 where most are 0, and is deleted when
    /// the fit ends; labels, weights and what the solver keeps per example stay in memory. The model has the same bits. The directory
    /// is made if it is not there; it should be on a local disk. Null: in memory. Default: null.
    /// </summary>
    public string? FeatureDirectory { get; set; }

    /// <summary>How a classifier weighs its classes; an error for a regression trainer. Default: none.</summary>
    public ClassWeighting ClassWeighting { get; set; }

    /// <summary>
    /// The weight of each class, ≥ 0, instead of <see cref="ClassWeighting"/>: negative then positive for a binary trainer, in the
    /// order of the keys for a multiclass trainer. An error for a regression trainer. Default: null.
    /// </summary>
    public double[]? ClassWeights { get; set; }

    /// <summary>φ ≥ 0, one per feature slot, multiplies its penalty; 0 leaves it unpenalised; null: all 1. Default: null.</summary>
    public double[]? PenaltyFactors { get; set; }

    /// <summary>Smallest weight of each feature slot, ≤ 0, on the raw scale, −∞ for none; null: no bounds. Default: null.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double[]? LowerBounds { get; set; }

    /// <summary>Largest weight of each feature slot, ≥ 0, on the raw scale, +∞ for none; null: no bounds. Default: null.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double[]? UpperBounds { get; set; }

    /// <summary>Whether no weight may be negative: <see cref="LowerBounds"/> of 0 for every slot. Default: false.</summary>
    public bool NonNegative { get; set; }

    /// <summary>
    /// Whether the threshold of a robust regression loss is in label units or in units of an estimated noise scale. An error
    /// for classifiers and for losses that are not <see cref="MlNetLosses.Losses.IScalableLoss{TSelf}"/>. Default: none.
    /// </summary>
    public ScaleEstimation ScaleEstimation { get; set; }

    /// <summary>Told each certificate of the fit, on the thread that fits; null: nobody. Default: null.</summary>
    [JsonIgnore]
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Cancels the fit. AutoML's time limit does so too. Default: none.</summary>
    [JsonIgnore]
    public CancellationToken CancellationToken { get; set; }

    /// <summary>The seed, where there is something random and the user has fixed it.</summary>
    internal virtual int? FixedSeed => null;

    /// <summary>The column of groups that must not be divided, where there is one.</summary>
    internal virtual string? GroupColumnName => null;

    /// <summary>A copy, arrays included, that later changes of this object do not reach; checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    /// <exception cref="ArgumentException">A column name is empty, or two options exclude each other.</exception>
    internal virtual LinearTrainerOptions CheckedCopy()
    {
        Check();
        LinearTrainerOptions copy = (LinearTrainerOptions)MemberwiseClone();
        copy.ClassWeights = (double[]?)ClassWeights?.Clone();
        copy.PenaltyFactors = (double[]?)PenaltyFactors?.Clone();
        copy.LowerBounds = (double[]?)LowerBounds?.Clone();
        copy.UpperBounds = (double[]?)UpperBounds?.Clone();
        return copy;
    }

    /// <summary>Checks every value on its own.</summary>
    internal virtual void Check()
    {
        OptionCheck.ColumnName(LabelColumnName);
        OptionCheck.ColumnName(FeatureColumnName);
        if (ExampleWeightColumnName is not null) OptionCheck.ColumnName(ExampleWeightColumnName);
        if (FeatureDirectory is not null) OptionCheck.Directory(FeatureDirectory);
        OptionCheck.Within(Tolerance, Tolerance is >= 0 and <= 1, "in [0, 1]");
        OptionCheck.Within(MaximumEpochs, MaximumEpochs >= 1, "at least 1");
        OptionCheck.Within(NumberOfThreads, NumberOfThreads is null or >= 1, "at least 1, or null for all cores");
        OptionCheck.Within(ClassWeighting, Enum.IsDefined(ClassWeighting), "a defined value");
        OptionCheck.Within(ScaleEstimation, Enum.IsDefined(ScaleEstimation), "a defined value");
        OptionCheck.All(ClassWeights, weight => weight >= 0 && double.IsFinite(weight), "zero or positive and finite");
        OptionCheck.All(PenaltyFactors, factor => factor >= 0 && double.IsFinite(factor), "zero or positive and finite");
        OptionCheck.All(LowerBounds, bound => bound <= 0, "zero or negative (-Infinity for none)");
        OptionCheck.All(UpperBounds, bound => bound >= 0, "zero or positive (Infinity for none)");
        OptionCheck.NotBoth(ClassWeights is not null, ClassWeighting != ClassWeighting.None, nameof(ClassWeights), nameof(ClassWeighting));
        OptionCheck.NotBoth(NonNegative, LowerBounds is not null, nameof(NonNegative), nameof(LowerBounds));
    }
}
