using System.Xml;
using System.Xml.Linq;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>
/// HTML as a tree of elements: texts and attributes are escaped when it is written, so no name in a user's table can become markup.
/// </summary>
internal static class Markup
{
    public static XElement Number(string text) => new("td", new XAttribute("class", "number"), text);

    /// <summary>Over a column of texts.</summary>
    public static XElement Heading(string text) => new("th", new XAttribute("scope", "col"), text);

    /// <summary>Over a column of numbers.</summary>
    public static XElement NumberHeading(string text) => new("th", new XAttribute("scope", "col"), new XAttribute("class", "number"), text);

    /// <summary>A table that scrolls in its own box where the page is too narrow for it.</summary>
    public static XElement Table(IEnumerable<XElement> headings, IEnumerable<XElement> rows) => new(
        "div", new XAttribute("class", "scroll"), new XAttribute("tabindex", "0"),
        new XElement(
            "table",
            new XElement("thead", new XElement("tr", headings)),
            new XElement("tbody", rows)));

    public static XElement Figure(XElement chart, string caption) => new("figure", chart, new XElement("figcaption", caption));

    /// <summary>The text of a page, which is well-formed XML too.</summary>
    public static string Write(XElement html)
    {
        foreach (XText text in html.DescendantNodes().OfType<XText>())
            text.Value = Valid(text.Value);
        foreach (XAttribute attribute in html.Descendants().Attributes())
            attribute.Value = Valid(attribute.Value);
        // HTML knows no <span />: all but the void elements need an end tag.
        foreach (XElement empty in html.Descendants().Where(element => element.IsEmpty && element.Name != "meta"))
            empty.Value = "";
        return $"<!DOCTYPE html>\n{html.ToString(SaveOptions.DisableFormatting)}\n";
    }

    /// <summary>Puts the replacement character where a cell held a control character, which no page can.</summary>
    private static string Valid(string text)
    {
        char[] characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            if (XmlConvert.IsXmlChar(characters[i]))
                continue;
            if (i + 1 < characters.Length && XmlConvert.IsXmlSurrogatePair(characters[i + 1], characters[i]))
                i++;
            else
                characters[i] = '\uFFFD';
        }
        return new(characters);
    }
}
