using System.Globalization;

namespace MlNetLosses.Tests.Reference;

/// <summary>Presence (+1) or absence (−1) of heart disease in 270 patients, 13 features scaled to [−1, 1].</summary>
/// <remarks>
/// Source: Statlog (Heart), UCI Machine Learning Repository (CC BY 4.0), as the file <c>heart_scale</c> that LIBSVM and LIBLINEAR ship
/// (BSD 3-Clause, beside the file): one row a line, label and column:value pairs, columns counted from 1, zeros left out.
/// </remarks>
internal static class HeartScale
{
    public const int RowCount = 270;
    public const int ColumnCount = 13;

    static HeartScale()
    {
        using Stream stream = typeof(HeartScale).Assembly.GetManifestResourceStream(typeof(HeartScale), "heart_scale.txt")!;
        using StreamReader reader = new(stream);
        for (int row = 0; reader.ReadLine() is { } line; row++)
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Labels[row] = double.Parse(fields[0], CultureInfo.InvariantCulture);
            foreach (string field in fields.Skip(1))
            {
                string[] pair = field.Split(':');
                int column = int.Parse(pair[0], CultureInfo.InvariantCulture) - 1;
                Features[row * ColumnCount + column] = float.Parse(pair[1], CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Row by row. Shared: not to be changed.</summary>
    public static float[] Features { get; } = new float[RowCount * ColumnCount];

    /// <summary>−1 or +1. Shared: not to be changed.</summary>
    public static double[] Labels { get; } = new double[RowCount];
}
