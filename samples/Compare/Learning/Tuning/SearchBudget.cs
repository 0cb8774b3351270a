namespace MlNetLosses.Samples.Compare.Learning.Tuning;

/// <summary>The limit of all searches of a run, divided: each gets an equal part of the time that those before it have left over.</summary>
/// <param name="limit">The time is for all of them together, the number of trials for each.</param>
/// <param name="searches">How many there will be, at least 1.</param>
internal sealed class SearchBudget(SearchLimit limit, int searches)
{
    private TimeSpan spent;
    private int done;

    /// <summary>The limit of the next search.</summary>
    public SearchLimit Next
    {
        get
        {
            TimeSpan? left = limit.Budget is { } budget && budget > spent ? budget - spent : TimeSpan.Zero;
            return limit.Budget is null ? limit : limit with { Budget = left / Math.Max(1, searches - done) };
        }
    }

    /// <summary>Counts a search as done.</summary>
    public void Spend(TimeSpan time)
    {
        spent += time;
        done++;
    }
}
