using Microsoft.ML.Data;

namespace MlNetLosses.Benchmarks.Peers;

/// <summary>One row of a benchmark's data, as ML.NET reads it.</summary>
internal sealed class Example
{
    public bool Label { get; set; }

    [VectorType(Features)]
    public float[] X { get; set; } = [];

    public const int Features = 100;
}
