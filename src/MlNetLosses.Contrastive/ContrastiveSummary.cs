using static System.FormattableString;

namespace MlNetLosses.Contrastive;

/// <summary>How a pretraining went.</summary>
/// <param name="History">One entry an epoch, with its monitors; after a resume, of the epochs before it too.</param>
public sealed record ContrastiveSummary(IReadOnlyList<ContrastiveProgress> History)
{
    /// <summary>The mean loss of the epoch that the encoder is of.</summary>
    public double Loss => History[EncoderEpoch - 1].Loss;

    /// <summary>The epoch that the encoder is of: the last, or the best one of a cancelled training. From 1.</summary>
    public int EncoderEpoch { get; init; }

    /// <summary>Whether the training was cancelled.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Examples trained on.</summary>
    public int Examples { get; init; }

    /// <summary>Examples a step; smaller than the option where there were fewer examples.</summary>
    public int BatchSize { get; init; }

    /// <summary>Values of the embedding.</summary>
    public int EmbeddingLength { get; init; }

    /// <summary>Numbers that were learnt, those of the projection head included.</summary>
    public int ParameterCount { get; init; }

    /// <summary>Whether the embedding collapsed: its effective rank is below 2, or its uniformity above −0.05.</summary>
    public bool Collapsed { get; init; }

    /// <summary>Time spent reading the data, with all transforms before.</summary>
    public TimeSpan ReadingTime { get; init; }

    /// <summary>Time spent training, monitors included.</summary>
    public TimeSpan TrainingTime { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Invariant(
        $"{(Cancelled ? "Cancelled" : "Done")} after {History.Count} epochs: loss {Loss:F4} of epoch {EncoderEpoch}, {Examples} examples, batches of {BatchSize}, embedding of {EmbeddingLength} values, {ParameterCount} parameters, read in {ReadingTime.TotalSeconds:F1} s, trained in {TrainingTime.TotalSeconds:F1} s");
}
