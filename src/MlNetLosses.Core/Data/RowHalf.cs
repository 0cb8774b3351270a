namespace MlNetLosses.Data;

/// <summary>Half of the stored entries of a row.</summary>
internal enum RowHalf
{
    /// <summary>The first.</summary>
    First,

    /// <summary>The rest.</summary>
    Second,
}
