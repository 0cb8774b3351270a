using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Replaces a random part of the features by values that the same features have in other rows.</summary>
/// <remarks>
/// Of M features, ⌊fraction · M⌋, chosen anew for each view, are replaced, each by its value in a row drawn uniformly for it alone: a draw from the feature's
/// empirical marginal distribution. As in the paper, the first view is the row itself, unless <see cref="BothViews"/>.
/// Source: D. Bahri, H. Jiang, Y. Tay, D. Metzler, "SCARF: Self-Supervised Contrastive Learning using Random Feature Corruption", ICLR 2022, algorithm 1.
/// </remarks>
public sealed class FeatureCorruption : ITableAugmentation
{
    /// <summary>A corruption.</summary>
    /// <param name="fraction">The part of the features that is replaced, 0 to 1; 0.6 by default, as in the paper. Smaller ones make easier views.</param>
    /// <param name="bothViews">Whether the first view is corrupted too; false by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is out of its range.</exception>
    public FeatureCorruption(double fraction = 0.6, bool bothViews = false)
    {
        Fraction = AugmentationArgument.Within(fraction, 0, 1, "Give the part of the features that is to be replaced.");
        BothViews = bothViews;
    }

    /// <summary>The part of the features that is replaced.</summary>
    public double Fraction { get; }

    /// <summary>Whether the first view is corrupted too, not only the second.</summary>
    public bool BothViews { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> row, int view, IReadOnlyList<float[]> data, ref SplitMix64 random)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (view == 0 && !BothViews) return;

        // Selection sampling (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S): every subset of the size is equally likely.
        int needed = (int)Math.Floor(Fraction * row.Length + 1e-9);     // 0.29 · 100 is 29, not 28.999…
        for (int j = 0; needed > 0; j++)
        {
            if (random.Below(row.Length - j) >= needed) continue;
            row[j] = data[random.Below(data.Count)][j];
            needed--;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"FeatureCorruption(fraction: {Fraction}, bothViews: {BothViews})");
}
