using System.Numerics.Tensors;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>SupCon: views of the same class are positives too, where the class is known.</summary>
/// <remarks>
/// With P(i) the positives of anchor i, which are the other view of its example and, where its class is known, all other views of
/// that class, and a over all views but i:
/// <code>
/// Lᵢ         −(1/|P(i)|) Σ_{j∈P(i)} log( exp(c_ij/τ) / Σₐ exp(c_ia/τ) )
/// ∂Lᵢ/∂c_ik  (p_k − [k ∈ P(i)] / |P(i)|) / τ,  p the softmax of c/τ over all views but i
/// </code>
/// Without labels it is <see cref="NtXent"/>. The mean over anchors stands for the paper's sum.
/// Source: P. Khosla, P. Teterwak, C. Wang, A. Sarna, Y. Tian, P. Isola, A. Maschinot, C. Liu, D. Krishnan,
/// "Supervised Contrastive Learning", NeurIPS 2020, equation 2 (the mean outside the logarithm).
/// </remarks>
public sealed record SupervisedContrastive : IContrastiveLoss
{
    /// <summary>SupCon.</summary>
    /// <param name="temperature">τ, 1e-6 to 1e6; default 0.2. 0.1 to 0.5 are usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is out of its range.</exception>
    public SupervisedContrastive(double temperature = ContrastiveSoftmax.DefaultTemperature) =>
        Temperature = ContrastiveSoftmax.CheckTemperature(temperature);

    /// <summary>τ: the smaller, the more the hardest negatives count.</summary>
    public double Temperature { get; }

    /// <inheritdoc/>
    public double Anchor(int anchor, ReadOnlySpan<int> labels, Span<float> cosines, Span<float> scratch)
    {
        int examples = cosines.Length / 2, own = anchor % examples;
        Span<float> targets = scratch[..cosines.Length];      // 1 for a positive, otherwise 0
        targets.Clear();
        targets[ContrastiveSoftmax.OtherView(anchor, cosines.Length)] = 1;
        if (labels.Length > 0 && labels[own] >= 0)
        {
            for (int example = 0; example < examples; example++)
                if (labels[example] == labels[own]) targets[example] = targets[example + examples] = 1;
        }

        targets[anchor] = 0;
        double agreement = 0;
        int positives = 0;
        for (int k = 0; k < targets.Length; k++)
        {
            if (targets[k] == 0) continue;
            agreement += cosines[k];
            positives++;
        }

        cosines[anchor] = float.NegativeInfinity;
        double logSum = ContrastiveSoftmax.Apply(cosines, Temperature);
        TensorPrimitives.MultiplyAdd(targets, -1f / positives, cosines, cosines);
        ContrastiveSoftmax.DivideByTemperature(cosines, Temperature);
        return logSum - agreement / positives / Temperature;
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"SupervisedContrastive(temperature: {Temperature})");
}
