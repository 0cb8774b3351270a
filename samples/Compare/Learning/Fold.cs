using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>One split of cross-validation, as positions in the data set's view, shuffled.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Train">What models are fitted on.</param>
/// <param name="Test">What they are judged on.</param>
internal sealed record Fold(int Number, int[] Train, int[] Test)
{
    /// <summary>Every row is tested once; each class is spread evenly over the folds. The same seed gives the same folds.</summary>
    public static IReadOnlyList<Fold> Split(Label label, int count, int seed) => Split(label, [.. Enumerable.Range(0, label.Rows.Count)], count, seed);

    /// <summary>The same for chosen positions.</summary>
    public static IReadOnlyList<Fold> Split(Label label, int[] positions, int count, int seed)
    {
        int[] shuffled = [.. positions];
        new Random(seed).Shuffle(shuffled);
        // Sorted by class (stably, so shuffled within it), then dealt out like cards.
        int[] dealt = label.Task == LearningTask.Regression ? shuffled : [.. shuffled.OrderBy(position => label.Values[position])];
        int[] fold = new int[label.Rows.Count];
        for (int i = 0; i < dealt.Length; i++)
            fold[dealt[i]] = i % count;
        return
        [
            .. Enumerable.Range(0, count).Select(f => new Fold(
                f + 1,
                [.. shuffled.Where(position => fold[position] != f)],
                [.. shuffled.Where(position => fold[position] == f)])),
        ];
    }
}
