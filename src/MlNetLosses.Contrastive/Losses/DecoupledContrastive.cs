using static System.FormattableString;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>DCL, the decoupled contrastive loss: NT-Xent whose denominator holds the negatives alone, so that small batches suffice.</summary>
/// <remarks>
/// With j the other view of anchor i, and k over all views but i and j:
/// <code>
/// Lᵢ         −c_ij/τ + log Σ_k exp(c_ik/τ)
/// ∂Lᵢ/∂c_ik  p_k/τ,  p the softmax of c/τ over the negatives;  ∂Lᵢ/∂c_ij  −1/τ
/// </code>
/// Can be negative; equal embeddings give log(2n − 2).
/// Source: C.-H. Yeh, C.-Y. Hong, Y.-C. Hsu, T.-L. Liu, Y. Chen, Y. LeCun, "Decoupled Contrastive Learning", ECCV 2022,
/// without the weights of its section 3.3 (DCLW).
/// </remarks>
public sealed record DecoupledContrastive : IContrastiveLoss
{
    /// <summary>DCL.</summary>
    /// <param name="temperature">τ, 1e-6 to 1e6; default 0.2. 0.1 to 0.5 are usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is out of its range.</exception>
    public DecoupledContrastive(double temperature = ContrastiveSoftmax.DefaultTemperature) =>
        Temperature = ContrastiveSoftmax.CheckTemperature(temperature);

    /// <summary>τ: the smaller, the more the hardest negatives count.</summary>
    public double Temperature { get; }

    /// <inheritdoc/>
    public double Anchor(int anchor, ReadOnlySpan<int> labels, Span<float> cosines, Span<float> scratch)
    {
        int positive = ContrastiveSoftmax.OtherView(anchor, cosines.Length);
        float agreement = cosines[positive];
        cosines[anchor] = cosines[positive] = float.NegativeInfinity;
        double logSum = ContrastiveSoftmax.Apply(cosines, Temperature);
        cosines[positive] = -1;
        ContrastiveSoftmax.DivideByTemperature(cosines, Temperature);
        return logSum - agreement / Temperature;
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"DecoupledContrastive(temperature: {Temperature})");
}
