using MlNetLosses.Data;

namespace MlNetLosses.Interop;

/// <summary>What was read from a data view.</summary>
/// <param name="Features">X, <c>n × p</c>, finite.</param>
/// <param name="Labels">y, n values as <see cref="LabelKind"/> says; 0 where no label column was asked for.</param>
/// <param name="Weights">s, n values ≥ 0, not all zero; null: no weight column.</param>
/// <param name="SkippedRows">Invalid rows that were left out.</param>
internal sealed record Examples(FeatureMatrix Features, double[] Labels, double[]? Weights, long SkippedRows)
{
    /// <summary>The group of each example, 0, 1, 2 … in the order in which they are met; null: no group column.</summary>
    public int[]? Groups { get; init; }

    /// <summary>The temporary file that the features are in, which the reader's caller disposes; null: they are in memory.</summary>
    public FeatureFile? File { get; init; }
}
