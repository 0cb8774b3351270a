namespace MlNetLosses.Contrastive;

/// <summary>What a cancelled pretraining leaves behind.</summary>
public enum CancellationBehavior
{
    /// <summary>An <see cref="OperationCanceledException"/>, and the last checkpoint if checkpoints are written.</summary>
    Throw,

    /// <summary>A model of the best encoder so far: that of the epoch with the lowest mean loss. Before the end of the first epoch there is none, so an exception.</summary>
    KeepBest,
}
