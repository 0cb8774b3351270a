namespace MlNetLosses.Solvers;

/// <summary>What proximal SGD can be told.</summary>
public sealed record ProximalSgdSettings
{
    /// <summary>Seed of the order of the examples and of the validation split. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>Multiplies the initial learning rate η₀, which is found by trial on a sample of the data. Positive. Default: 1.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>How the learning rate falls. Default: inverse square root.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.InverseSquareRoot;

    /// <summary>Whether the model is the average of the iterates of the present epoch and the later half before it. Default: true.</summary>
    public bool Average { get; init; } = true;

    /// <summary>Share of the examples held out to stop early on, in [0, 1); 0: none. Default: 0.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>Epochs without a better loss (of the held-out examples, or else of all) after which the fit ends with the best model so far. At least 1. Default: 5.</summary>
    public int Patience { get; init; } = 5;
}
