using static System.FormattableString;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>NT-Xent, the normalised temperature-scaled cross-entropy of SimCLR: an anchor must tell its positive from all other views.</summary>
/// <remarks>
/// With j the other view of anchor i, and N the negatives (all views but i and j, or the k of them that are most similar to i):
/// <code>
/// Lᵢ         −log( exp(c_ij/τ) / (exp(c_ij/τ) + Σ_{k∈N} exp(c_ik/τ)) )
/// ∂Lᵢ/∂c_ik  (p_k − [k = j]) / τ,  p the softmax of c/τ over j and N
/// </code>
/// 0 ≤ Lᵢ; equal embeddings give log(2n − 1).
/// Source: T. Chen, S. Kornblith, M. Norouzi, G. Hinton, "A Simple Framework for Contrastive Learning of Visual Representations",
/// ICML 2020, equation 1.
/// </remarks>
public sealed record NtXent : IContrastiveLoss
{
    /// <summary>NT-Xent.</summary>
    /// <param name="temperature">τ, 1e-6 to 1e6; default 0.2. 0.1 to 0.5 are usual.</param>
    /// <param name="negativesPerAnchor">
    /// k, at least 1: only the k negatives most similar to the anchor stay in the denominator; of equally similar ones those of
    /// lower index. All by default, and where k exceeds them.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public NtXent(double temperature = ContrastiveSoftmax.DefaultTemperature, int? negativesPerAnchor = null)
    {
        if (negativesPerAnchor < 1)
            throw new ArgumentOutOfRangeException(nameof(negativesPerAnchor), negativesPerAnchor,
                Invariant($"negativesPerAnchor must be at least 1, got {negativesPerAnchor}. Leave it null to keep all negatives."));
        Temperature = ContrastiveSoftmax.CheckTemperature(temperature);
        NegativesPerAnchor = negativesPerAnchor;
    }

    /// <summary>τ: the smaller, the more the hardest negatives count.</summary>
    public double Temperature { get; }

    /// <summary>k, how many negatives stay in an anchor's denominator; null for all.</summary>
    public int? NegativesPerAnchor { get; }

    /// <inheritdoc/>
    public double Anchor(int anchor, ReadOnlySpan<int> labels, Span<float> cosines, Span<float> scratch)
    {
        int positive = ContrastiveSoftmax.OtherView(anchor, cosines.Length);
        float agreement = cosines[positive];
        cosines[anchor] = float.NegativeInfinity;
        if (NegativesPerAnchor is int kept && kept < cosines.Length - 2)
        {
            cosines[positive] = float.NegativeInfinity;
            LargestValues.Keep(kept, cosines, scratch);
            cosines[positive] = agreement;
        }

        double logSum = ContrastiveSoftmax.Apply(cosines, Temperature);
        cosines[positive] -= 1;
        ContrastiveSoftmax.DivideByTemperature(cosines, Temperature);
        return logSum - agreement / Temperature;
    }

    /// <inheritdoc/>
    public override string ToString() => NegativesPerAnchor is int kept
        ? Invariant($"NtXent(temperature: {Temperature}, negativesPerAnchor: {kept})")
        : Invariant($"NtXent(temperature: {Temperature})");
}
