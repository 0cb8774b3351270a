using System.Runtime.CompilerServices;

namespace MlNetLosses;

/// <summary>Checks of numeric parameters: what must be what, and what it got.</summary>
internal static class Guard
{
    /// <summary>Positive, finite, and not so small that its inverse overflows.</summary>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > 0 && double.IsFinite(value) && double.IsFinite(1 / value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be positive and finite, got {Invariant(value)}.");

    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be zero or positive and finite, got {Invariant(value)}.");

    /// <summary>Strictly between 0 and 1.</summary>
    public static double Fraction(double value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must lie strictly between 0 and 1, got {Invariant(value)}.");

    private static string Invariant(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
