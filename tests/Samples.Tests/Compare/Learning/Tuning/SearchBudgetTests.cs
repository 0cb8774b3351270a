using MlNetLosses.Samples.Compare.Learning.Tuning;

namespace MlNetLosses.Samples.Tests.Compare.Learning.Tuning;

internal sealed class SearchBudgetTests
{
    [Test]
    public void What_one_search_leaves_over_the_others_share()
    {
        SearchBudget budget = new(new(TimeSpan.FromSeconds(60), Trials: null), searches: 4);

        Assert.That(budget.Next.Budget, Is.EqualTo(TimeSpan.FromSeconds(15)));
        budget.Spend(TimeSpan.FromSeconds(3));
        Assert.That(budget.Next.Budget, Is.EqualTo(TimeSpan.FromSeconds(19)));
    }

    [Test]
    public void What_one_search_takes_too_much_the_others_lack()
    {
        SearchBudget budget = new(new(TimeSpan.FromSeconds(60), Trials: null), searches: 3);

        budget.Spend(TimeSpan.FromSeconds(50));
        Assert.That(budget.Next.Budget, Is.EqualTo(TimeSpan.FromSeconds(5)));
        budget.Spend(TimeSpan.FromSeconds(50));
        Assert.That(budget.Next.Budget, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_number_of_trials_is_each_searchs_own()
    {
        SearchBudget budget = new(new(Budget: null, Trials: 8), searches: 3);

        budget.Spend(TimeSpan.FromSeconds(50));
        Assert.That(budget.Next, Is.EqualTo(new SearchLimit(Budget: null, Trials: 8)));
    }
}
