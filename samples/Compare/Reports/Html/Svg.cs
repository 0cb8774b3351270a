using System.Globalization;
using System.Xml.Linq;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>The few SVG elements that the charts are made of. Colours are the style sheet's, so that they follow light and dark.</summary>
internal static class Svg
{
    /// <param name="width">In units of the drawing, which scales with the page.</param>
    /// <param name="height">Likewise.</param>
    /// <param name="description">What a screen reader says.</param>
    /// <param name="content">Elements, or sequences of them.</param>
    public static XElement Chart(double width, double height, string description, params object[] content) => new(
        "svg",
        new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
        new XAttribute("role", "img"),
        new XAttribute("aria-label", description),
        content);

    public static XElement Line(double x1, double y1, double x2, double y2, string style) => new(
        "line", Style(style), At("x1", x1), At("y1", y1), At("x2", x2), At("y2", y2));

    /// <param name="x">Its centre.</param>
    /// <param name="y">Its centre.</param>
    /// <param name="radius">Half its width.</param>
    /// <param name="style">Classes of the style sheet.</param>
    /// <param name="tip">Shown when pointed at.</param>
    public static XElement Dot(double x, double y, double radius, string style, string tip) => new(
        "circle", Style(style), At("cx", x), At("cy", y), At("r", radius), new XElement("title", tip));

    /// <summary>Many dots in one element: strokes of no length, whose round ends are the dots.</summary>
    public static XElement Dots(IEnumerable<(double X, double Y)> points, string style) => new(
        "path", Style(style), new XAttribute("d", string.Concat(points.Select(point => $"M{Number(point.X)} {Number(point.Y)}h0"))));

    public static XElement Polyline(IEnumerable<(double X, double Y)> points, string style) => new(
        "polyline", Style(style), new XAttribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"))));

    /// <param name="x">Where it starts, ends or has its middle.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">What it says.</param>
    /// <param name="anchor">start, middle or end: which part of it is at x.</param>
    /// <param name="style">Classes of the style sheet.</param>
    public static XElement Text(double x, double y, string text, string anchor = "start", string style = "") => new(
        "text", Style(style), At("x", x), At("y", y), new XAttribute("text-anchor", anchor), text);

    private static XAttribute Style(string classes) => new("class", classes);

    private static XAttribute At(string name, double value) => new(name, Number(value));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
