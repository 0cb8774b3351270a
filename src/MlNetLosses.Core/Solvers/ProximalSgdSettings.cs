namespace MlNetLosses.Solvers;

/// <summary>What proximal SGD can be told.</summary>
public sealed record ProximalSgdSettings
{
    /// <summary>Seed of the order of the examples and of the validation split; the same seed gives the same bits. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Multiplies the initial learning rate η₀, which is found by trial on a sample of the data. Positive. Default: 1. A rate that
    /// proves too large is halved.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public double LearningRate { get; init => field = Guard.Positive(value, nameof(LearningRate)); } = 1;

    /// <summary>How the learning rate falls. Default: inverse square root.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.InverseSquareRoot;

    /// <summary>
    /// Whether the model is the average of the iterates, those of epoch e with a weight of about e³, so that late ones count;
    /// otherwise it is the last iterate. Averages are better, but their weights are zero only where all their iterates' are:
    /// for few non-zero weights, switch it off. Default: true.
    /// </summary>
    public bool Average { get; init; } = true;

    /// <summary>Share of the examples held out to stop early on, in [0, 1); of those with a positive weight, at least one is held out and at least one trains. 0: none. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double ValidationFraction
    {
        get;
        init => field = value == 0 ? 0 : Guard.Fraction(value, nameof(ValidationFraction));
    }

    /// <summary>
    /// Epochs without a better model (by the loss of the held-out examples, or else by the objective) after which the fit ends. The objective is not computed in
    /// each epoch: where nobody asks for a model meanwhile, it is that of the last of these epochs that counts. At least 1. Default: 5.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Patience
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Patience must be at least 1, got {value}.");
    }
    = 5;
}
