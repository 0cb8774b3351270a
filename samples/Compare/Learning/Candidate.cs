using MlNetLosses.Explanation;
using MlNetLosses.Samples.Compare.Learning.Tuning;

namespace MlNetLosses.Samples.Compare.Learning;

internal enum Family
{
    MlNetLosses,
    MlNetLinear,
    Trees,
}

/// <summary>One trainer with its settings.</summary>
/// <param name="Name">Its name in the leaderboard.</param>
/// <param name="Family">Where it comes from.</param>
/// <param name="Fit">Fits it.</param>
internal sealed record Candidate(string Name, Family Family, Func<FitRequest, Fitted> Fit)
{
    /// <summary>Whether <c>--quick</c> keeps it.</summary>
    public bool Quick { get; init; }

    /// <summary>What a search may set; empty: nothing.</summary>
    public IReadOnlyList<Hyperparameter> Space { get; init; } = [];

    /// <summary>The coefficients with their standard errors; null: theory has none for this one.</summary>
    public Func<FinalModel, CoefficientTable>? StandardErrors { get; init; }

    /// <summary>The same with default settings, if <see cref="Space"/> is searched before each fit; otherwise null.</summary>
    public Candidate? Untuned { get; private init; }

    public bool IsTuned => Untuned is not null;

    /// <summary>The same trainer, with its settings searched for.</summary>
    public Candidate Tuned() => this with { Name = $"{Name}, tuned", Untuned = this };
}
