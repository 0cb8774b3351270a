namespace MlNetLosses.Contrastive;

/// <summary>Where a pretraining stands: told ten times an epoch, the last time with the monitors.</summary>
/// <param name="Epoch">The epoch under way, or just done; from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="EpochShare">How much of the epoch is done, in (0, 1].</param>
/// <param name="Loss">Mean loss over the steps of the epoch so far.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="ExamplesPerSecond">Examples (each of two views) trained on per second, in this epoch.</param>
/// <param name="Elapsed">Since the training started; a resumed one starts anew.</param>
public sealed record ContrastiveProgress(
    int Epoch, int Epochs, double EpochShare, double Loss, double LearningRate, double ExamplesPerSecond, TimeSpan Elapsed)
{
    /// <summary>What was measured at the end of the epoch; null before.</summary>
    public ContrastiveMonitors? Monitors { get; init; }
}
