using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>The style sheet's classes for families, and the legend that explains their colours.</summary>
internal static class FamilyStyle
{
    public static string Of(Family family) => family switch
    {
        Family.MlNetLosses => "ours",
        Family.MlNetLinear => "linear",
        _ => "trees",
    };

    public static XElement Legend(IEnumerable<Family> families) => new(
        "p", new XAttribute("class", "legend"),
        families.Distinct().Order().Select(family => new XElement("span", new XAttribute("class", Of(family)), FamilyName.Of(family))));
}
