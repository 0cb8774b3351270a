using System.Globalization;
using System.Text;

namespace MlNetLosses.Benchmarks.Peers.Scale;

/// <summary>Lines on two logarithmic axes, as SVG: growth by a power is a straight line.</summary>
internal static class LogLogPlot
{
    private const double Width = 496, Height = 320, Left = 64, Right = 32, Top = 16, Bottom = 48;
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73"];

    public static void Write(string path, string xTitle, string yTitle, (string Name, List<(double X, double Y)> Points)[] lines)
    {
        (double X, double Y)[] all = [.. lines.SelectMany(line => line.Points)];
        Axis x = new(all.Min(point => point.X), all.Max(point => point.X), Left, Width - Right), y = new(all.Min(point => point.Y), all.Max(point => point.Y), Height - Bottom, Top);
        StringBuilder svg = new();
        Add(svg, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {Height}' font-family='sans-serif' font-size='12'><rect width='{Width}' height='{Height}' fill='white'/>");
        foreach (double tick in all.Select(point => point.X).Distinct())
            Add(svg, $"<line x1='{x.At(tick):F1}' x2='{x.At(tick):F1}' y1='{Top}' y2='{Height - Bottom}' stroke='#ddd'/><text x='{x.At(tick):F1}' y='{Height - Bottom + 16}' text-anchor='middle'>{tick:#,0.####}</text>");
        foreach (double tick in y.Ticks())
            Add(svg, $"<line x1='{Left}' x2='{Width - Right}' y1='{y.At(tick):F1}' y2='{y.At(tick):F1}' stroke='#ddd'/><text x='{Left - 6}' y='{y.At(tick) + 4:F1}' text-anchor='end'>{tick:#,0.####}</text>");
        for (int k = 0; k < lines.Length; k++)
        {
            Add(svg, $"<polyline fill='none' stroke='{Colours[k]}' stroke-width='2' points='{string.Join(' ', lines[k].Points.Select(point => Text($"{x.At(point.X):F1},{y.At(point.Y):F1}")))}'/>");
            Add(svg, $"<text x='{Left + 12}' y='{Top + 16 + 16 * k}' fill='{Colours[k]}'>{lines[k].Name}</text>");
        }

        Add(svg, $"<text x='{(Left + Width - Right) / 2}' y='{Height - 8}' text-anchor='middle'>{xTitle}</text>");
        Add(svg, $"<text transform='translate(14 {(Top + Height - Bottom) / 2}) rotate(-90)' text-anchor='middle'>{yTitle}</text></svg>");
        File.WriteAllText(path, svg.ToString());
    }

    private static void Add(StringBuilder svg, FormattableString element) => svg.AppendLine(Text(element));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Axis(double Least, double Most, double From, double To)
    {
        public double At(double value) => From + (To - From) * Math.Log(value / Least) / Math.Log(Most / Least);

        /// <summary>1, 2, 5, 10 … as far as the axis reaches.</summary>
        public IEnumerable<double> Ticks() => Enumerable.Range(-4, 12)
            .SelectMany(power => new[] { 1.0, 2, 5 }.Select(digit => digit * Math.Pow(10, power)))
            .Where(tick => tick >= Least && tick <= Most);
    }
}
