using System.Globalization;
using CsCheck;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Tables;
using MlNetLosses.Trainers;

namespace MlNetLosses.Samples.Tests.Compare.Learning.Tuning;

internal sealed class HyperparameterTests
{
    [Test]
    public void Our_options_tell_what_may_be_searched() => Assert.That(
        Hyperparameter.Of(typeof(ProximalSgdOptions)).Select(hyperparameter => hyperparameter.Name),
        Is.EquivalentTo(new[] { "Standardize", "LearningRate", "Schedule", "Average", "Patience" }));

    [Test]
    public void Draws_keep_within_the_attributes_ranges() => Gen.Int[0, 10_000].Sample(seed =>
    {
        ProximalSgdOptions options = new();
        Configuration.Draw([.. Hyperparameter.Of(typeof(ProximalSgdOptions))], new Random(seed)).ApplyTo(options);
        return options.LearningRate is >= 0.01 and <= 10 && options.Patience is >= 1 and <= 50 && Enum.IsDefined(options.Schedule)
            && options.Tolerance == new ProximalSgdOptions().Tolerance;
    });

    [Test]
    public void Orders_of_magnitude_are_equally_likely()
    {
        Hyperparameter rate = Hyperparameter.Real("rate", 1e-4, 1);
        Random random = new(1);
        double[] draws = [.. Enumerable.Range(0, 4000).Select(_ => (double)rate.Draw(random))];

        foreach (double low in new[] { 1e-4, 1e-3, 1e-2, 1e-1 })
            Assert.That(draws.Count(draw => draw >= low && draw < 10 * low), Is.InRange(850, 1150), $"{low}");
    }

    [Test]
    public void A_configuration_says_what_it_is_and_the_text_is_exact()
    {
        Configuration configuration = Configuration.Draw([Hyperparameter.Real("Rate", 0.1, 1), Hyperparameter.OneOf("Flag", true)], new Random(2));
        Rates options = new();
        configuration.ApplyTo(options);

        Assert.That(configuration.ToString(), Is.EqualTo(string.Create(CultureInfo.InvariantCulture, $"Rate {options.Rate}, Flag True")));
        Assert.That(Configuration.Default.ToString(), Is.EqualTo("defaults"));
    }

    [Test]
    public void An_option_that_is_not_there_is_an_error() => Assert.That(
        () => Configuration.Draw([Hyperparameter.Real("Rat", 0.1, 1)], new Random(2)).ApplyTo(new Rates()),
        Throws.ArgumentException.With.Message.Contains("no option 'Rat'"));

    /// <summary>Every candidate's space is one of options that its trainer has, and what is drawn makes a trainer; see also the whole runs.</summary>
    [TestCase(LearningTask.Regression)]
    [TestCase(LearningTask.Binary)]
    [TestCase(LearningTask.Multiclass)]
    public void Every_candidate_with_options_has_a_space(LearningTask task)
    {
        Label label = new("y", task, [0, 1, 2], ["a", "b", "c"], [0, 1, 2], "");

        Assert.That(Candidates.Of(label, hasCategories: true).Where(candidate => candidate.Space.Count == 0).Select(candidate => candidate.Name), Has.All.EndsWith("by split"));
    }

    private sealed class Rates
    {
        public float Rate { get; set; }

        public bool? Flag { get; set; }
    }
}
