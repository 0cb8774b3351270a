namespace MlNetLosses.Contrastive.Network.Simd;

/// <summary>The numbers of a step of <see cref="Optimizers.AdamW"/> that all parameters share.</summary>
internal struct AdamStep
{
    /// <summary>β₁.</summary>
    public float FirstDecay;

    /// <summary>β₂.</summary>
    public float SecondDecay;

    /// <summary>η / (1 − β₁ᵗ).</summary>
    public float StepSize;

    /// <summary>1 / (1 − β₂ᵗ).</summary>
    public float SecondCorrection;

    /// <summary>1 − η λ.</summary>
    public float Shrinkage;
}
