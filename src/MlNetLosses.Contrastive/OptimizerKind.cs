namespace MlNetLosses.Contrastive;

/// <summary>How the networks learn from a gradient.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay. Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019.</summary>
    AdamW,

    /// <summary>
    /// Layer-wise adaptive rates, for batches of 1,000 and more; wants learning rates near 0.3 · batch / 256.
    /// Source: Y. You, I. Gitman, B. Ginsburg, "Large Batch Training of Convolutional Networks", arXiv:1708.03888.
    /// </summary>
    Lars,
}
