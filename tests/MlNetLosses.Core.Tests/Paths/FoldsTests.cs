using CsCheck;
using MlNetLosses.Paths;

namespace MlNetLosses.Tests.Paths;

[TestFixture]
public sealed class FoldsTests
{
    private static readonly Gen<(int Count, int Folds, int Seed)> Drawn =
        Gen.Select(Gen.Int[2, 80], Gen.Int[2, 12], Gen.Int).Where((count, folds, _) => count >= folds);

    [Test]
    public void Random_folds_differ_in_size_by_one_at_most() => Drawn.Sample((count, folds, seed) =>
        SizesDifferByOne(Folds.AtRandom(count, folds, seed), folds));

    [Test]
    public void Stratified_folds_are_of_equal_size_and_have_equal_shares_of_each_class() => Gen.Select(Drawn, Gen.Int[1, 3].Array[80]).Sample((drawn, classes) =>
    {
        double[] labels = [.. classes.Take(drawn.Count).Select(label => (double)label)];
        int[] folds = Folds.Stratified(labels, drawn.Folds, drawn.Seed);
        return SizesDifferByOne(folds, drawn.Folds)
            && labels.Distinct().All(label => SizesDifferByOne([.. folds.Where((_, i) => labels[i] == label)], drawn.Folds));
    });

    [Test]
    public void Groups_stay_together_and_no_fold_is_empty() => Gen.Select(Drawn, Gen.Int[0, 30].Array[80]).Sample((drawn, all) =>
    {
        int[] groups = [.. all.Take(drawn.Count)];
        if (groups.Distinct().Count() < drawn.Folds) return true;
        int[] folds = Folds.Grouped(groups, drawn.Folds, drawn.Seed);
        return folds.Distinct().Count() == drawn.Folds
            && groups.Zip(folds).GroupBy(pair => pair.First).All(group => group.Select(pair => pair.Second).Distinct().Count() == 1);
    });

    [Test]
    public void The_seed_decides()
    {
        int[] first = Folds.AtRandom(50, 5, 1), again = Folds.AtRandom(50, 5, 1), other = Folds.AtRandom(50, 5, 2), groups = [.. Enumerable.Range(0, 50)];
        using IDisposable all = Assert.EnterMultipleScope();
        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
        Assert.That(Folds.Grouped(groups, 5, 1), Is.Not.EqualTo(Folds.Grouped(groups, 5, 2)));
    }

    [Test]
    public void More_folds_than_examples_or_groups_is_an_error()
    {
        using IDisposable all = Assert.EnterMultipleScope();
        Assert.That(() => Folds.AtRandom(4, 5, 1), Throws.ArgumentException.With.Message.StartsWith("There must be at least as many examples as folds, got 4 examples for 5 folds. Take fewer folds."));
        Assert.That(() => Folds.Stratified([1, -1, 1], 5, 1), Throws.ArgumentException.With.Message.Contains("got 3 examples for 5 folds"));
        Assert.That(() => Folds.Grouped([3, 3, 3, 7, 7], 3, 1), Throws.ArgumentException.With.Message.Contains("got 2 groups for 3 folds"));
        Assert.That(() => Folds.AtRandom(4, 1, 1), Throws.ArgumentException.With.Message.StartsWith("There must be at least 2 folds, got 1."));
    }

    private static bool SizesDifferByOne(int[] folds, int count)
    {
        int[] sizes = [.. Enumerable.Range(0, count).Select(fold => folds.Count(f => f == fold))];
        return sizes.Max() - sizes.Min() <= 1;
    }
}
