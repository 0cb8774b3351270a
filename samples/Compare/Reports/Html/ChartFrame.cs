using System.Xml.Linq;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>The plot area of a chart of y over x: grid, ticks and titles around what is drawn in it.</summary>
internal sealed class ChartFrame
{
    private const double Width = 480;
    private const double Height = 380;
    private const double Left = 68;
    private const double Right = 468;
    private const double Top = 12;
    private const double Bottom = 324;

    private readonly Axis x;
    private readonly Axis y;
    private readonly string xTitle;
    private readonly string yTitle;

    public ChartFrame((double Low, double High) x, string xTitle, (double Low, double High) y, string yTitle)
    {
        this.x = new(x.Low, x.High, Left, Right);
        this.y = new(y.Low, y.High, Bottom, Top);
        this.xTitle = xTitle;
        this.yTitle = yTitle;
    }

    public (double X, double Y) Place(double atX, double atY) => (x.Place(atX), y.Place(atY));

    public XElement Line(double x1, double y1, double x2, double y2, string style) =>
        Svg.Line(x.Place(x1), y.Place(y1), x.Place(x2), y.Place(y2), style);

    public XElement Draw(string description, params object[] content) => Svg.Chart(
        Width, Height, description,
        x.Ticks.Select(tick => Svg.Line(x.Place(tick), Top, x.Place(tick), Bottom, "grid")),
        y.Ticks.Select(tick => Svg.Line(Left, y.Place(tick), Right, y.Place(tick), "grid")),
        content,
        x.Ticks.Select(tick => Svg.Text(x.Place(tick), Bottom + 19, x.Show(tick), "middle", "tick")),
        y.Ticks.Select(tick => Svg.Text(Left - 7, y.Place(tick) + 5, y.Show(tick), "end", "tick")),
        Svg.Text((Left + Right) / 2, Height - 12, xTitle, "middle"),
        Upright(Svg.Text(0, 0, yTitle, "middle")));

    private static XElement Upright(XElement title)
    {
        title.SetAttributeValue("transform", $"translate(14 {(Top + Bottom) / 2}) rotate(-90)");
        return title;
    }
}
