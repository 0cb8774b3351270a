using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network;

/// <summary>How a row of values lies in memory: groups, such as the channels of a pixel, each followed by zeros.</summary>
/// <param name="Groups">How many.</param>
/// <param name="Length">Values of a group.</param>
/// <param name="Stride">From one group to the next.</param>
internal readonly record struct PaddedRow(int Groups, int Length, int Stride)
{
    /// <summary>Values, without padding.</summary>
    public int Values => Groups * Length;

    /// <summary>From one row to the next.</summary>
    public int Total => Groups * Stride;

    /// <summary>One group, padded to whole <see cref="Kernels.Lanes"/>.</summary>
    public static PaddedRow Of(int length) => new(1, length, Kernels.Padded(length));
}
