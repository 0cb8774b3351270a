using System.Globalization;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>From values to places on a drawing.</summary>
/// <param name="Low">The value at <paramref name="From"/>.</param>
/// <param name="High">The value at <paramref name="To"/>; greater than <paramref name="Low"/>.</param>
/// <param name="From">A place.</param>
/// <param name="To">A place.</param>
internal sealed record Axis(double Low, double High, double From, double To)
{
    /// <summary>About as many steps as there is room to label.</summary>
    private const int Steps = 4;

    /// <summary>Spans the values with a little air; a single value gets room around it.</summary>
    public static (double Low, double High) Around(IEnumerable<double> values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        double margin = high > low ? 0.04 * (high - low) : Math.Max(1, Math.Abs(high));
        return (low - margin, high + margin);
    }

    public double Place(double value) => From + (value - Low) / (High - Low) * (To - From);

    /// <summary>Round values along the axis.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            double step = Step;
            for (double i = Math.Ceiling(Low / step); i * step <= High; i++)
                yield return i * step;
        }
    }

    /// <summary>A tick as text: 250k rather than 250,000, and no more decimals than the steps need.</summary>
    public string Show(double tick)
    {
        (double unit, string suffix) = Math.Max(Math.Abs(Low), Math.Abs(High)) switch
        {
            >= 2e9 => (1e9, "G"),
            >= 2e6 => (1e6, "M"),
            >= 2e3 => (1e3, "k"),
            _ => (1, ""),
        };
        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(Step / unit) - 1e-9), 0, 9);
        return tick == 0 ? "0" : (tick / unit).ToString("F" + decimals, CultureInfo.InvariantCulture) + suffix;
    }

    /// <summary>1, 2 or 5 times a power of ten.</summary>
    private double Step
    {
        get
        {
            double rough = (High - Low) / Steps, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            return power * ((rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        }
    }
}
