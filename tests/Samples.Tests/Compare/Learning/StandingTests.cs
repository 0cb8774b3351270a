using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Tests.Compare.Learning;

internal sealed class StandingTests
{
    private static readonly Metric Error = new("MAE", HigherIsBetter: false);

    [Test]
    public void Those_near_the_best_are_tied_with_it_and_the_others_are_not()
    {
        IReadOnlyList<Standing> standings = Standing.Rank(
            [.. Scores("far", 20, 21, 19, 20, 20), .. Scores("best", 10, 11, 9, 10, 10), .. Scores("near", 10, 12, 9, 9, 11)], Error, folds: 5);

        Assert.That(standings.Select(standing => standing.Candidate.Name), Is.EqualTo(new[] { "best", "near", "far" }));
        Assert.That(standings.Select(standing => standing.TiedWithBest), Is.EqualTo(new[] { false, true, false }));
        Assert.That(standings[0].PValue, Is.Null);
        // d = 0, 1, 0, −1, 1: mean 0.2, variance 0.7, t = 0.2 / √(0.45 · 0.7) = 0.35635; for 4 degrees of freedom
        // p = 1 − x(3 − x²)/2 with x = t / √(4 + t²) = 0.17541.
        Assert.That(standings[1].PValue, Is.EqualTo(0.73958).Within(1e-4));
    }

    [Test]
    public void Only_folds_that_both_have_are_compared()
    {
        IReadOnlyList<Standing> standings = Standing.Rank([.. Scores("long", 1, 2, 3), .. Scores("short", 4)], Error, folds: 3);

        Assert.That(standings[1].PValue, Is.Null);
        Assert.That(standings[1].TiedWithBest, Is.False);
    }

    private static IEnumerable<FoldScore> Scores(string name, params double[] values)
    {
        Candidate candidate = new(name, Family.Trees, _ => throw new NotSupportedException());
        return values.Select((value, i) => new FoldScore(candidate, i + 1, [value], FitSeconds: 0, Sparsity: null, RelativeGap: null));
    }
}
