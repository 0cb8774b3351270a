namespace MlNetLosses.Samples.Compare.Learning.Tuning;

/// <summary>What a search has found.</summary>
/// <param name="Chosen">The best configuration.</param>
/// <param name="Trials">How many were tried, the defaults among them.</param>
internal sealed record SearchResult(Configuration Chosen, int Trials);
