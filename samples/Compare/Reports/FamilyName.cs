using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports;

/// <summary>Families as legends call them.</summary>
internal static class FamilyName
{
    public static string Of(Family family) => family switch
    {
        Family.MlNetLosses => "MlNetLosses",
        Family.MlNetLinear => "ML.NET, linear",
        _ => "Trees",
    };
}
