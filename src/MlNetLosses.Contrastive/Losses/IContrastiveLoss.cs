namespace MlNetLosses.Contrastive.Losses;

/// <summary>A loss that is a mean over anchors of a function of each anchor's cosines with all views of the batch.</summary>
/// <remarks>
/// A batch of n examples has 2n views: row i and row (i + n) mod 2n of the embeddings y, <c>2n × d</c>, are the two views of one
/// example, each the other's positive. With unit vectors u = y / ‖y‖, the cosine of views i and k is c_ik = uᵢᵀu_k. The loss is
/// <code>
/// L = (1/2n) Σᵢ Lᵢ(c_i1, …, c_i2n)
/// </code>
/// An implementation is an immutable value: it is called on several threads at once.
/// <see cref="ContrastiveLossFunctions"/> evaluates any of them on a span of embeddings.
/// </remarks>
public interface IContrastiveLoss
{
    /// <summary>The loss of one anchor, Lᵢ, and its derivatives ∂Lᵢ/∂c_ik.</summary>
    /// <param name="anchor">i, 0 to 2n − 1.</param>
    /// <param name="labels">The class of each of the n examples, −1 where unknown; or empty, where none is known.</param>
    /// <param name="cosines">c_ik for k = 0 … 2n − 1, n ≥ 2; replaced by the derivatives, 0 at the anchor itself.</param>
    /// <param name="scratch">Room for 2n numbers, with any content.</param>
    /// <returns>Lᵢ.</returns>
    double Anchor(int anchor, ReadOnlySpan<int> labels, Span<float> cosines, Span<float> scratch);
}
