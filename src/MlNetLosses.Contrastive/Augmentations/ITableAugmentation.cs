namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>A random change of a table's row that leaves most of it. A list of them makes a view.</summary>
/// <remarks>
/// An augmentation is immutable and is used by several threads at once; all its randomness comes from the generator that it is given,
/// so that a view depends on the seed alone.
/// </remarks>
public interface ITableAugmentation
{
    /// <summary>Draws a change and applies it.</summary>
    /// <param name="row">The row's features: a copy, changed in place.</param>
    /// <param name="view">0 for the first view of the row, 1 for the second.</param>
    /// <param name="data">All rows of the training data, at least one, each as long as <paramref name="row"/>: only to be read.</param>
    /// <param name="random">The view's generator.</param>
    void Apply(Span<float> row, int view, IReadOnlyList<float[]> data, ref SplitMix64 random);
}
