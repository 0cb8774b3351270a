namespace MlNetLosses.Samples.Compare.Learning.Tuning;

/// <summary>A configuration, tried on some rows.</summary>
/// <param name="Configuration">What was tried.</param>
/// <param name="Loss">What it did on held-out rows, lower being better; +∞ if it failed.</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record Trial(Configuration Configuration, double Loss, string? Error)
{
    /// <summary>Whether it failed because the search had no more time for it, which says nothing against it.</summary>
    public bool OutOfTime { get; init; }
}
