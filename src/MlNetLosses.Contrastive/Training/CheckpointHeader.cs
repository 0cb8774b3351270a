namespace MlNetLosses.Contrastive.Training;

/// <summary>What a checkpoint says besides its numbers.</summary>
/// <param name="Settings">All that decides the bits of the training: options, seed, a hash of the data.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="BestEpoch">The epoch with the lowest loss, whose encoder is kept beside the last one; from 1.</param>
/// <param name="History">One entry for each epoch done.</param>
internal sealed record CheckpointHeader(
    SortedDictionary<string, string> Settings, int Steps, int BestEpoch, IReadOnlyList<ContrastiveProgress> History);
