namespace MlNetLosses.Contrastive.Losses;

/// <summary>What is maximised of the distributions P = softmax(logits) over K categories that a layer gives to N views.</summary>
/// <remarks>
/// Trained alone on Fashion-MNIST, the first two forms fall towards a constant (uniformity −0.00 and −0.24; NT-Xent −3.1), and the
/// embedding is worse than raw pixels. Beside NT-Xent they change nothing; swapped prediction added about a point with 100 labels.
/// </remarks>
public enum EntropyForm
{
    /// <summary>
    /// Cross-entropy of each view's P to the uniform distribution, −(1/NK) Σᵢ Σ_k log P_ik ≥ log K. Collapses alone: any constant
    /// encoder with equal logits is optimal.
    /// </summary>
    PerSample,

    /// <summary>
    /// −H(M), M the mean of P over the views; −log K to 0. Collapses alone: any constant encoder with equal logits is optimal.
    /// </summary>
    BatchMean,

    /// <summary>
    /// Each view predicts the P of the other view j of its example, and all categories are used:
    /// (1/N) Σᵢ −Σ_k P_jk log P_ik − H(M) ≥ −log K. Both views are trained. Sound alone, without any negatives: a constant encoder
    /// has the value 0, while certain, agreeing and evenly used predictions reach −log K.
    /// In the manner of M. Caron, I. Misra, J. Mairal, P. Goyal, P. Bojanowski, A. Joulin, "Unsupervised Learning of Visual Features
    /// by Contrasting Cluster Assignments", NeurIPS 2020, and M. Assran et al., "Masked Siamese Networks for Label-Efficient
    /// Learning", ECCV 2022.
    /// </summary>
    SwappedPrediction,
}
