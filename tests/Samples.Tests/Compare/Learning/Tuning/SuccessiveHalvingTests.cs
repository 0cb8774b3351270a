using MlNetLosses.Samples.Compare.Learning.Tuning;

namespace MlNetLosses.Samples.Tests.Compare.Learning.Tuning;

/// <summary>The search by itself: losses are made up, and time passes only as trials say.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SuccessiveHalvingTests
{
    private static readonly Hyperparameter Loss = Hyperparameter.Strength("loss", initial: 0.5, low: 0.1, high: 1);

    private readonly Random random = new(1);
    private readonly List<(double Loss, int Rung)> tried = [];
    private TimeSpan now;

    [Test]
    public async Task Half_go_on_to_the_next_rung_and_the_best_wins()
    {
        SearchResult result = await RunAsync(rungs: 4, new(Budget: null, Trials: 16));

        double[] all = [.. On(0)];
        Assert.That(result.Trials, Is.EqualTo(16));
        Assert.That(result.Chosen.Strength(Loss), Is.EqualTo(all.Min()));
        // The defaults go on too, though they are not in the better half.
        foreach ((int rung, int half) in new[] { (1, 8), (2, 4), (3, 2) })
            Assert.That(On(rung), Is.EquivalentTo(all.Order().Take(half).Append(0.5)), $"rung {rung}");
    }

    [Test]
    public async Task The_defaults_are_tried_first_and_stay_to_the_end()
    {
        SearchResult result = await RunAsync(rungs: 3, new(Budget: null, Trials: 8), (loss, rung) => loss == 0.5 ? rung == 2 ? 0 : 9 : loss);

        Assert.That(tried[0], Is.EqualTo((0.5, 0)));
        Assert.That(result.Chosen, Is.SameAs(Configuration.Default));
    }

    [Test]
    public async Task One_trial_is_the_defaults()
    {
        SearchResult result = await RunAsync(rungs: 4, new(Budget: null, Trials: 1));

        Assert.That(tried, Is.EqualTo(new[] { (0.5, 0) }));
        Assert.That(result.Chosen, Is.SameAs(Configuration.Default));
    }

    [Test]
    public async Task The_same_seed_draws_the_same()
    {
        await RunAsync(rungs: 2, new(Budget: null, Trials: 6));
        double[] first = [.. On(0)];
        tried.Clear();
        SuccessiveHalvingTests again = new();
        await again.RunAsync(rungs: 2, new(Budget: null, Trials: 6));

        Assert.That(again.On(0), Is.EqualTo(first));
    }

    [Test]
    public async Task A_budget_is_divided_evenly_over_the_rungs()
    {
        // A trial takes 1 s on the first rung, 2 s on the second, 4 s on the third: in 10 s each there is time for 10, 5 and 3.
        SearchResult result = await RunAsync(rungs: 3, new(TimeSpan.FromSeconds(30), Trials: null), seconds: rung => 1 << rung);

        Assert.That(result.Trials, Is.EqualTo(10));
        Assert.That(On(1).Count(), Is.EqualTo(5));
        Assert.That(On(2).Count(), Is.EqualTo(3));
        Assert.That(now, Is.LessThan(TimeSpan.FromSeconds(34)));
    }

    [Test]
    public async Task A_second_trial_may_take_the_time_of_the_other_rungs()
    {
        SearchResult result = await RunAsync(rungs: 4, new(TimeSpan.FromSeconds(10), Trials: null), seconds: _ => 4);

        Assert.That(result.Trials, Is.EqualTo(2));
    }

    [Test]
    public async Task Without_time_for_a_second_trial_the_defaults_are_taken()
    {
        SearchResult result = await RunAsync(rungs: 3, new(TimeSpan.FromSeconds(30), Trials: null), seconds: _ => 100);

        Assert.That(result.Trials, Is.EqualTo(1));
        Assert.That(result.Chosen, Is.SameAs(Configuration.Default));
    }

    [Test]
    public async Task A_rung_that_had_no_time_for_a_second_trial_decides_nothing()
    {
        // Two trials on the first rung, then the defaults take all the time that is left.
        SearchResult result = await RunAsync(
            rungs: 2, new(TimeSpan.FromSeconds(4), Trials: null), (loss, rung) => loss == 0.5 ? 0.9 - rung : 0.1, seconds: rung => rung == 0 ? 1 : 100);

        Assert.That(tried, Has.Count.EqualTo(3));
        Assert.That(result.Chosen, Is.Not.SameAs(Configuration.Default));
    }

    [Test]
    public async Task What_fails_on_many_rows_is_judged_by_what_it_did_on_few()
    {
        SearchResult result = await RunAsync(rungs: 2, new(Budget: null, Trials: 4), (loss, rung) => rung == 0 ? loss : double.NaN);

        Assert.That(result.Chosen.Strength(Loss), Is.EqualTo(On(0).Min()));
    }

    [Test]
    public async Task What_fails_on_few_rows_may_do_on_many()
    {
        SearchResult result = await RunAsync(rungs: 2, new(Budget: null, Trials: 4), (loss, rung) => rung == 1 ? loss : double.NaN);

        Assert.That(result.Chosen.Strength(Loss), Is.EqualTo(On(1).Min()));
    }

    [Test]
    public async Task If_no_trial_could_be_finished_in_time_the_defaults_are_taken()
    {
        SearchResult result = await RunAsync(rungs: 3, new(TimeSpan.FromSeconds(1), Trials: null), (_, _) => double.PositiveInfinity);

        Assert.That(result.Chosen, Is.SameAs(Configuration.Default));
    }

    [Test]
    public async Task If_all_fail_the_first_cause_is_told() => await Assert.ThatAsync(
        () => RunAsync(rungs: 3, new(Budget: null, Trials: 4), (_, _) => double.NaN),
        Throws.InvalidOperationException.With.Message.EqualTo("None of the 4 trials of its search gave a model. The first: failure 1"));

    private IEnumerable<double> On(int rung) => tried.Where(trial => trial.Rung == rung).Select(trial => trial.Loss);

    /// <param name="rungs">Of the search.</param>
    /// <param name="limit">Of the search.</param>
    /// <param name="judge">The loss of a trial; NaN: it fails; +∞: there was no time for it.</param>
    /// <param name="seconds">How long a trial on a rung takes.</param>
    private Task<SearchResult> RunAsync(int rungs, SearchLimit limit, Func<double, int, double>? judge = null, Func<int, int>? seconds = null) => new SuccessiveHalving(
        rungs,
        () => Configuration.Draw([Loss], random),
        (configuration, rung) =>
        {
            double drawn = configuration.Strength(Loss), loss = judge is null ? drawn : judge(drawn, rung);
            tried.Add((drawn, rung));
            now += TimeSpan.FromSeconds(seconds?.Invoke(rung) ?? 1);
            return Task.FromResult(!double.IsFinite(loss)
                ? new Trial(configuration, double.PositiveInfinity, $"failure {tried.Count}") { OutOfTime = double.IsPositiveInfinity(loss) }
                : new Trial(configuration, loss, Error: null));
        },
        () => now).RunAsync(limit);
}
