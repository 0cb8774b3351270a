namespace MlNetLosses.Samples.Compare.Learning.Tuning;

/// <summary>How long to search: for a time, or for a number of trials, which gives the same result at every run.</summary>
/// <param name="Budget">The time; null: as long as the trials take.</param>
/// <param name="Trials">Configurations to try, the defaults among them, at least 1; null: as many as there is time for.</param>
internal sealed record SearchLimit(TimeSpan? Budget, int? Trials)
{
    /// <summary>Whether there is time left of the first so many of all parts of the budget.</summary>
    public bool HasTime(TimeSpan elapsed, int parts, int allParts) => Budget is not { } budget || elapsed < budget * parts / allParts;

    /// <summary>Whether another configuration may be drawn.</summary>
    public bool MayDraw(int drawn) => Trials is not { } trials || drawn < trials;
}
