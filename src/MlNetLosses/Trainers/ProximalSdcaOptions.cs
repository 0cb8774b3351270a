namespace MlNetLosses.Trainers;

/// <summary>What the trainers by proximal stochastic dual coordinate ascent can be told.</summary>
public sealed class ProximalSdcaOptions : LinearTrainerOptions
{
    /// <summary>Seed of the order of the examples; null: drawn from the <c>MLContext</c> when the trainer is made. Default: null.</summary>
    public int? Seed { get; set; }

    internal override int? FixedSeed => Seed;
}
