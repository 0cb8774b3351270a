using Microsoft.ML.SearchSpace;

namespace MlNetLosses.Samples.AutoMLComparison;

/// <summary>What AutoML may choose for the absolute loss, which is the metric itself, with ridge.</summary>
internal sealed class AbsoluteRidge
{
    /// <summary>λ₂. The loss grows with the label, not with its square, so this is per dollar, and small.</summary>
    [Range(1e-10, 1e-4, 1e-7, true)]
    public double L2 { get; set; } = 1e-7;
}
