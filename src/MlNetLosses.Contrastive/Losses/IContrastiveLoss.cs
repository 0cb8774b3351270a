namespace MlNetLosses.Contrastive.Losses;

/// <summary>A loss that is a mean over anchors of a function of each anchor's similarities to all views of the batch.</summary>
/// <remarks>
/// A batch of n examples has 2n views: row i and row (i + n) mod 2n are the two views of one example. With unit vectors
/// u = y / ‖y‖, the similarity of views i and k is s_ik = uᵢᵀu_k / τ.
/// </remarks>
public interface IContrastiveLoss
{
    /// <summary>The loss of one anchor, Lᵢ, and its derivatives ∂Lᵢ/∂s_ik.</summary>
    /// <param name="anchor">i, 0 to 2n − 1.</param>
    /// <param name="similarities">s_ik for k = 0 … 2n − 1; replaced by the derivatives, 0 at the anchor itself.</param>
    /// <param name="scratch">Room for 2n numbers, with any content.</param>
    /// <returns>Lᵢ, or 0 where the anchor has no positive.</returns>
    double Anchor(int anchor, Span<float> similarities, Span<float> scratch);
}
