namespace MlNetLosses.Tests.Reference;

/// <summary>Linear least squares problems with certified coefficients. Columns with decimals are given in tenths, so that single precision holds them exactly.</summary>
/// <remarks>
/// Source: National Institute of Standards and Technology, Statistical Reference Datasets, Linear Least Squares Regression:
/// Norris (calibration of ozone monitors), NoInt1 (K. Eberhardt), Longley (J. W. Longley, J. Am. Statist. Assoc. 62 (1967), 819–841).
/// Licence: public domain (work of the United States government).
/// </remarks>
internal static class Nist
{
    /// <summary>x of Norris, in tenths.</summary>
    public static float[] NorrisFeatures =>
    [
        2, 3374, 1182, 8846, 101, 2265, 6663, 9963, 4486, 7770, 5582, 4, 6, 7755, 6669, 3380, 4475, 116,
        5560, 2281, 9958, 8876, 1202, 3, 3, 5568, 3391, 8872, 9990, 7790, 111, 1183, 2292, 6691, 4489, 5,
    ];

    public static double[] NorrisLabels =>
    [
        0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,
        557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
    ];

    public static float[] NoInt1Features => [60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70];

    public static double[] NoInt1Labels => [130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140];

    /// <summary>Longley row by row: price deflator in tenths, gross national product, unemployed, armed forces, population, year.</summary>
    public static float[] LongleyFeatures =>
    [
        830, 234289, 2356, 1590, 107608, 1947,
        885, 259426, 2325, 1456, 108632, 1948,
        882, 258054, 3682, 1616, 109773, 1949,
        895, 284599, 3351, 1650, 110929, 1950,
        962, 328975, 2099, 3099, 112075, 1951,
        981, 346999, 1932, 3594, 113270, 1952,
        990, 365385, 1870, 3547, 115094, 1953,
        1000, 363112, 3578, 3350, 116219, 1954,
        1012, 397469, 2904, 3048, 117388, 1955,
        1046, 419180, 2822, 2857, 118734, 1956,
        1084, 442769, 2936, 2798, 120445, 1957,
        1108, 444546, 4681, 2637, 121950, 1958,
        1126, 482704, 3813, 2552, 123366, 1959,
        1142, 502601, 3931, 2514, 125368, 1960,
        1157, 518173, 4806, 2572, 127852, 1961,
        1169, 554894, 4007, 2827, 130081, 1962,
    ];

    public static double[] LongleyLabels =>
        [60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551];
}
