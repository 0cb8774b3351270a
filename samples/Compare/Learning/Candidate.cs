using Microsoft.ML;

namespace MlNetLosses.Samples.Compare.Learning;

internal enum Family
{
    MlNetLosses,
    MlNetLinear,
    Trees,
}

/// <summary>The columns that a candidate is fitted on.</summary>
/// <param name="Label">The label's column.</param>
/// <param name="Features">The features' column.</param>
/// <param name="Cancellation">Ends the fit of a trainer that listens.</param>
internal sealed record Columns(string Label, string Features, CancellationToken Cancellation);

/// <summary>A fitted candidate.</summary>
/// <param name="Model">From prepared features to scores.</param>
/// <param name="RelativeGap">Its certificate, if its trainer gives one.</param>
internal sealed record Fitted(ITransformer Model, double? RelativeGap);

/// <summary>One trainer with its settings.</summary>
/// <param name="Name">Its name in the leaderboard.</param>
/// <param name="Family">Where it comes from.</param>
/// <param name="Fit">Fits it.</param>
internal sealed record Candidate(string Name, Family Family, Func<IDataView, Columns, Fitted> Fit)
{
    /// <summary>Whether <c>--quick</c> keeps it.</summary>
    public bool Quick { get; init; }
}
