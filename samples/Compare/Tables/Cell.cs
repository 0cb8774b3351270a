using System.Globalization;

namespace MlNetLosses.Samples.Compare.Tables;

/// <summary>What the text of a cell can mean.</summary>
internal static class Cell
{
    public static bool IsMissing(string cell) =>
        string.IsNullOrWhiteSpace(cell) || cell.Trim() is "NA" or "N/A" or "NaN" or "nan" or "null" or "NULL" or "?";

    /// <summary>Reads a finite number, with a point as decimal mark whatever the machine's culture.</summary>
    public static bool TryNumber(string cell, out float number) =>
        float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);
}
