using Microsoft.ML.SearchSpace;
using MlNetLosses.Solvers;

namespace MlNetLosses.Trainers;

/// <summary>What the trainers by proximal stochastic gradient descent can be told.</summary>
public sealed class ProximalSgdOptions : LinearTrainerOptions
{
    private static readonly ProximalSgdSettings Default = new();

    /// <summary>
    /// The relative duality gap at which the fit stops. Stochastic gradients come near the optimum fast and reach it slowly, so the
    /// default is looser than that of the other trainers. In [0, 1]. Default: 1e-2.
    /// </summary>
    [Range(1e-6, 1e-1, 1e-2, true)]
    public override double Tolerance { get; set; } = 1e-2;

    /// <summary>Passes over the data after which the fit stops even if <see cref="LinearTrainerOptions.Tolerance"/> is not reached. At least 1. Default: 50.</summary>
    [Range(1, 500, 50, true)]
    public override int MaximumEpochs { get; set; } = 50;

    /// <summary>Seed of the order of the examples and of the validation split; null: drawn from the <c>MLContext</c> when the trainer is made. Default: null.</summary>
    public int? Seed { get; set; }

    /// <summary>Multiplies the initial learning rate, which is found by trial on a sample of the data. Positive. Default: 1.</summary>
    [Range(0.01, 10.0, 1.0, true)]
    public double LearningRate { get; set; } = Default.LearningRate;

    /// <summary>How the learning rate falls. Default: inverse square root.</summary>
    [Choice([LearningRateSchedule.Constant, LearningRateSchedule.InverseSquareRoot, LearningRateSchedule.InverseTime], LearningRateSchedule.InverseSquareRoot)]
    public LearningRateSchedule Schedule { get; set; } = Default.Schedule;

    /// <summary>Whether the model is the average of the later iterates. Default: true.</summary>
    [BooleanChoice(true)]
    public bool Average { get; set; } = Default.Average;

    /// <summary>Share of the examples held out to stop early on, in [0, 1); 0: none. Default: 0.</summary>
    public double ValidationFraction { get; set; } = Default.ValidationFraction;

    /// <summary>Epochs without a better loss after which the fit ends with the best model so far. At least 1. Default: 5.</summary>
    [Range(1, 50, 5, true)]
    public int Patience { get; set; } = Default.Patience;

    internal override int? FixedSeed => Seed;

    internal override void Check()
    {
        base.Check();
        OptionCheck.Within(LearningRate, LearningRate > 0 && double.IsFinite(LearningRate), "positive and finite");
        OptionCheck.Within(Schedule, Enum.IsDefined(Schedule), "a defined value");
        OptionCheck.Within(ValidationFraction, ValidationFraction is >= 0 and < 1, "in [0, 1)");
        OptionCheck.Within(Patience, Patience >= 1, "at least 1");
    }

    /// <summary>These options as the solver wants them.</summary>
    internal ProximalSgdSettings ToSettings(int seed) => new()
    {
        Seed = seed,
        LearningRate = LearningRate,
        Schedule = Schedule,
        Average = Average,
        ValidationFraction = ValidationFraction,
        Patience = Patience,
    };
}
