namespace MlNetLosses.Samples.Compare.Learning.Tuning;

/// <summary>Random search that spends little on what does badly: all configurations are tried on few rows, the better half of them on twice as many, and so on.</summary>
/// <remarks>
/// The defaults are the first trial and are never dropped, so what is chosen did at least as well as they on the most rows. A
/// time budget is divided evenly over the rungs: as many configurations are drawn as the first rung's part allows.
/// Source: K. Jamieson, A. Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016, figure 3.
/// </remarks>
/// <param name="rungs">Sizes of training parts, each with twice the rows of the one before; at least 1.</param>
/// <param name="draw">A configuration at random.</param>
/// <param name="tryAsync">Tries one on a rung, from 0.</param>
/// <param name="elapsed">The time since the search began.</param>
internal sealed class SuccessiveHalving(int rungs, Func<Configuration> draw, Func<Configuration, int, Task<Trial>> tryAsync, Func<TimeSpan> elapsed)
{
    /// <exception cref="InvalidOperationException">Every trial failed.</exception>
    public async Task<SearchResult> RunAsync(SearchLimit limit)
    {
        List<Trial> tried = [await tryAsync(Configuration.Default, 0).ConfigureAwait(false)];
        string? firstError = tried[0].Error;
        // One setting beside the defaults is worth the time of all rungs: there would be nothing to choose from without it.
        while (limit.MayDraw(tried.Count) && limit.HasTime(elapsed(), tried.Count == 1 ? rungs : 1, rungs))
            tried.Add(await tryAsync(draw(), 0).ConfigureAwait(false));
        int drawn = tried.Count;

        for (int rung = 1; rung < rungs && BetterHalf(tried) is { Length: > 1 } kept; rung++)
        {
            List<Trial> next = await TryAsync(kept, rung, limit).ConfigureAwait(false);
            // The defaults alone have beaten nobody; and where more rows make all fail, what fewer have shown still stands.
            if (next.Count > 1 && (next.Any(Succeeded) || !tried.Any(Succeeded)))
                tried = next;
        }
        // The defaults come first, and so win a tie: also that of trials for which there was no time.
        return tried.Any(trial => Succeeded(trial) || trial.OutOfTime)
            ? new(tried.MinBy(trial => trial.Loss)!.Configuration, drawn)
            : throw new InvalidOperationException($"None of the {drawn} trials of its search gave a model. The first: {firstError}");
    }

    private static bool Succeeded(Trial trial) => trial.Error is null;

    /// <summary>The defaults, and the better half of all.</summary>
    private static Trial[] BetterHalf(List<Trial> tried) => [.. tried.Take(1).Union(tried.OrderBy(trial => trial.Loss).Take(tried.Count / 2))];

    private async Task<List<Trial>> TryAsync(Trial[] kept, int rung, SearchLimit limit)
    {
        List<Trial> next = [];
        foreach (Trial trial in kept)
        {
            if (!limit.HasTime(elapsed(), rung + 1, rungs))
                break;
            next.Add(await tryAsync(trial.Configuration, rung).ConfigureAwait(false));
        }
        return next;
    }
}
