using MlNetLosses.Data;

namespace MlNetLosses.Tests.Data;

internal static class FeatureFiles
{
    /// <summary>Writes a matrix to a feature file.</summary>
    public static void Write(this FeatureMatrix matrix, string path)
    {
        using FeatureFileWriter writer = new(path, matrix.ColumnCount, matrix.IsSparse);
        for (int i = 0; i < matrix.RowCount; i++)
        {
            if (matrix.IsSparse) writer.Add(matrix[i].Values, matrix[i].Columns);
            else writer.Add(matrix[i].Values);
        }

        writer.Complete();
    }

    /// <summary>The same matrix in a file of its own.</summary>
    public static FeatureFile ToFile(this FeatureMatrix matrix, DirectoryInfo directory)
    {
        string path = Path.Combine(directory.FullName, $"{Guid.NewGuid():N}.features");
        matrix.Write(path);
        return FeatureFile.Open(path);
    }
}
