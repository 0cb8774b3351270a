using System.Globalization;

namespace MlNetLosses.Samples.Compare;

/// <summary>A time as people type it: 90s, 2m, 1.5h.</summary>
internal static class Duration
{
    /// <summary>Null if the text is none, or the time is not positive.</summary>
    public static TimeSpan? TryParse(string text)
    {
        double unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        return unit > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && count * unit is > 0 and < 1e6 ? TimeSpan.FromSeconds(count * unit) : null;
    }
}
