using CsCheck;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Learning;

internal sealed class FoldTests
{
    private static readonly Gen<(int[] Classes, int Folds, int Seed)> Splits =
        Gen.Select(Gen.Int[0, 2].Array[8, 60], Gen.Int[2, 5], Gen.Int[0, 1000]);

    [Test]
    public void Every_row_is_tested_once_and_never_trained_on_in_that_fold() => Splits.Sample(split =>
    {
        IReadOnlyList<Fold> folds = Fold.Split(LabelOf(split.Classes, LearningTask.Multiclass), split.Folds, split.Seed);
        return folds.SelectMany(fold => fold.Test).Order().SequenceEqual(Enumerable.Range(0, split.Classes.Length))
            && folds.All(fold => fold.Train.Concat(fold.Test).Order().SequenceEqual(Enumerable.Range(0, split.Classes.Length)));
    });

    [Test]
    public void Classes_are_spread_evenly() => Splits.Sample(split =>
    {
        IReadOnlyList<Fold> folds = Fold.Split(LabelOf(split.Classes, LearningTask.Multiclass), split.Folds, split.Seed);
        return Enumerable.Range(0, 3).All(wanted =>
        {
            int[] counts = [.. folds.Select(fold => fold.Test.Count(position => split.Classes[position] == wanted))];
            return counts.Max() - counts.Min() <= 1;
        });
    });

    [Test]
    public void The_same_seed_gives_the_same_folds_and_another_seed_others()
    {
        Label label = LabelOf([.. Enumerable.Range(0, 50)], LearningTask.Regression);

        int[] train = Fold.Split(label, 5, 3)[0].Train;

        Assert.That(train, Is.EqualTo(Fold.Split(label, 5, 3)[0].Train));
        Assert.That(train, Is.Not.EqualTo(Fold.Split(label, 5, 4)[0].Train));
    }

    private static Label LabelOf(int[] values, LearningTask task) =>
        new("y", task, [.. Enumerable.Range(0, values.Length)], ["a", "b", "c"], [.. values.Select(value => (float)value)], "");
}
