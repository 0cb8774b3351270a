using Microsoft.ML.Data;

namespace MlNetLosses.Samples.ContrastiveImages;

/// <summary>An image of 28 × 28 grey pixels from 0 to 255, row by row, and the name of its class.</summary>
internal sealed class FashionImage
{
    [VectorType(28 * 28)]
    public float[] Pixels { get; init; } = [];

    public string Label { get; init; } = "";
}
