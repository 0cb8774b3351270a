using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace MlNetLosses.Trainers;

/// <summary>Checks of options: which option must be what, and what it got.</summary>
internal static class OptionCheck
{
    public static void Within<T>(T value, bool isWithin, string range, [CallerArgumentExpression(nameof(value))] string? option = null)
    {
        if (!isWithin) throw new ArgumentOutOfRangeException(option, value, Invariant($"{option} must be {range}, got {value}."));
    }

    public static void All(double[]? values, Predicate<double> isWithin, string range, [CallerArgumentExpression(nameof(values))] string? option = null)
    {
        int wrong = values is null ? -1 : Array.FindIndex(values, value => !isWithin(value));
        if (wrong >= 0)
            throw new ArgumentOutOfRangeException(option, values![wrong], Invariant($"{option} must be {range}, got {values[wrong]} at index {wrong}."));
    }

    public static void NotEmpty(double[]? values, string remark, [CallerArgumentExpression(nameof(values))] string? option = null)
    {
        if (values is { Length: 0 }) throw new ArgumentException($"{option} must hold at least one value, got none; {remark}.", option);
    }

    public static void Decreasing(double[]? values, [CallerArgumentExpression(nameof(values))] string? option = null)
    {
        for (int k = 1; k < values?.Length; k++)
            if (values[k] >= values[k - 1])
                throw new ArgumentException(Invariant($"{option} must decrease, got {values[k]} after {values[k - 1]} at index {k}. Sort them, the largest first."), option);
    }

    public static void ColumnName(string name, [CallerArgumentExpression(nameof(name))] string? option = null)
    {
        if (string.IsNullOrEmpty(name)) throw new ArgumentException($"{option} must be the name of a column, got nothing.", option);
    }

    public static void Directory(string path, [CallerArgumentExpression(nameof(path))] string? option = null)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new ArgumentException($"{option} must be the path of a directory, got nothing. Leave it null to keep the features in memory.", option);
    }

    public static void NotBoth(bool first, bool second, string firstOption, string secondOption)
    {
        if (first && second) throw new ArgumentException($"{firstOption} and {secondOption} exclude each other, got both. Leave one at its default.", firstOption);
    }
}
