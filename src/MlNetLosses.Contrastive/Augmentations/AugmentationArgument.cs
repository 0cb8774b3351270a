using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Checks of what augmentations are constructed with: which parameter must be what, what it got, and what to do.</summary>
internal static class AugmentationArgument
{
    public static double Probability(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        Within(value, 0, 1, "Give 0 for never and 1 for always.", name);

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>, both included; not NaN.</summary>
    public static double Within(double value, double least, double most, string advice, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(name, value, Invariant($"{name} must lie between {least} and {most}, got {value}. {advice}"));

    /// <summary>The upper end of a range, which must not lie below its lower end.</summary>
    public static double NotBelow(
        double lower, double upper, [CallerArgumentExpression(nameof(lower))] string? lowerName = null, [CallerArgumentExpression(nameof(upper))] string? upperName = null) =>
        upper >= lower
            ? upper
            : throw new ArgumentOutOfRangeException(upperName, upper, Invariant($"{upperName} must not be below {lowerName}, {lower}, got {upper}. Exchange the two."));
}
