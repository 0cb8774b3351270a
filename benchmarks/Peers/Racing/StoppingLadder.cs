using System.Globalization;

namespace MlNetLosses.Benchmarks.Peers.Racing;

/// <summary>Ladders of stopping settings.</summary>
internal static class StoppingLadder
{
    /// <summary>1, 0.5, 0.2, 0.1, … from one power of ten down to another.</summary>
    public static double[] Tolerances(int fromExponent, int toExponent) =>
    [
        .. Enumerable.Range(0, fromExponent - toExponent + 1)
            .SelectMany(step => (double[])[10, 5, 2], (step, digit) => double.Parse(FormattableString.Invariant($"{digit}e{fromExponent - step - 1}"), CultureInfo.InvariantCulture))
            .SkipLast(2),
    ];
}
