namespace MlNetLosses.Tests.Reference;

/// <summary>Twenty-one days of a plant that oxidises ammonia: air flow, water temperature and acid concentration; label: stack loss.</summary>
/// <remarks>
/// Source: K. A. Brownlee, "Statistical Theory and Methodology in Science and Engineering", 2nd ed., Wiley 1965, pp. 491–500;
/// numbers as in <c>stackloss</c> of R's datasets. Licence: public domain (measurements in print since 1960).
/// </remarks>
internal static class Stackloss
{
    public const int RowCount = 21;
    public const int ColumnCount = 3;

    /// <summary>Row by row: air flow, water temperature, acid concentration.</summary>
    public static float[] Features =>
    [
        80, 27, 89,
        80, 27, 88,
        75, 25, 90,
        62, 24, 87,
        62, 22, 87,
        62, 23, 87,
        62, 24, 93,
        62, 24, 93,
        58, 23, 87,
        58, 18, 80,
        58, 18, 89,
        58, 17, 88,
        58, 18, 82,
        58, 19, 93,
        50, 18, 89,
        50, 18, 86,
        50, 19, 72,
        50, 19, 79,
        50, 20, 80,
        56, 20, 82,
        70, 20, 91,
    ];

    public static double[] Labels => [42, 37, 37, 28, 18, 18, 19, 20, 15, 14, 14, 13, 11, 12, 8, 7, 8, 8, 9, 15, 15];
}
