using Microsoft.ML.SearchSpace;

namespace MlNetLosses.Samples.AutoMLComparison;

/// <summary>
/// What AutoML may choose for Huber's loss with an elastic net. Loss and penalty are arguments of our trainers, not options: to have
/// them swept, put them into a class like this one, of properties (AutoML drops the values of fields), each with its default as initial value.
/// </summary>
internal sealed class HuberElasticNet
{
    /// <summary>δ, in units of the noise scale that the fit estimates.</summary>
    [Range(0.5, 5.0, 1.345, true)]
    public double Delta { get; set; } = 1.345;

    /// <summary>λ₁, which is in the unit of the label, dollars here.</summary>
    [Range(0.1, 10_000.0, 100.0, true)]
    public double L1 { get; set; } = 100;

    /// <summary>λ₂.</summary>
    [Range(1e-5, 1.0, 1e-2, true)]
    public double L2 { get; set; } = 1e-2;
}
