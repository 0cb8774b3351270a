namespace MlNetLosses.Samples.Compare.Tables;

internal enum ColumnKind
{
    Numeric,
    Categorical,
    Dropped,
}

/// <summary>What is done with one column.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Index">Its place in the file, from 0.</param>
/// <param name="Kind">How it is used.</param>
/// <param name="Missing">Number of cells without a value (in numeric columns: without a number).</param>
/// <param name="Note">Why it is dropped, or what else the user should know.</param>
internal sealed record FeatureColumn(string Name, int Index, ColumnKind Kind, int Missing, string? Note = null);
