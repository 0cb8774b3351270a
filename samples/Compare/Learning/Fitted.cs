using Microsoft.ML;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>A fitted candidate.</summary>
/// <param name="Model">From prepared features to scores.</param>
/// <param name="RelativeGap">Its certificate, if its trainer gives one.</param>
internal sealed record Fitted(ITransformer Model, double? RelativeGap);
