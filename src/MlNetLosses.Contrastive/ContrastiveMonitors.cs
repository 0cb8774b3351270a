using static System.FormattableString;

namespace MlNetLosses.Contrastive;

/// <summary>Signs of how good the embedding is, measured after an epoch. Nothing of this is used for training.</summary>
/// <param name="Alignment">Mean squared distance of the two views of an example on the unit sphere, in [0, 4]; small is good. Source: Wang &amp; Isola, ICML 2020.</param>
/// <param name="Uniformity">log of the mean of exp(−2 squared distance) over pairs of views, ≤ 0; small is good. Source: as above.</param>
/// <param name="EffectiveRank">In how many directions the embedding of examples spreads; near 1 it has collapsed. Source: Roy &amp; Vetterli, EUSIPCO 2007.</param>
public sealed record ContrastiveMonitors(double Alignment, double Uniformity, double EffectiveRank)
{
    /// <summary>Share of examples whose label the nearest others, by the embedding, vote for, in [0, 1]; null without a monitor label column.</summary>
    public double? NearestNeighborAccuracy { get; init; }

    /// <summary>Share of held-out examples that a linear model of the embedding labels rightly, in [0, 1]; null without a monitor label column.</summary>
    public double? LinearProbeAccuracy { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"alignment {Alignment:F3}, uniformity {Uniformity:F3}, effective rank {EffectiveRank:F1}")
        + (NearestNeighborAccuracy is double neighbors ? Invariant($", nearest neighbours {neighbors:P1}") : "")
        + (LinearProbeAccuracy is double probe ? Invariant($", linear probe {probe:P1}") : "");
}
