using System.Runtime.InteropServices;
using MlNetLosses.Data;

namespace MlNetLosses.Benchmarks.Peers.Data;

/// <summary>A sparse matrix on disk: n, p and the number of entries, then row starts, columns and values.</summary>
internal static class MatrixFile
{
    public static void Write(string path, FeatureMatrix matrix)
    {
        string unfinished = path + ".part";
        using (BinaryWriter file = new(File.Create(unfinished)))
        {
            file.Write(matrix.RowCount);
            file.Write(matrix.ColumnCount);
            file.Write(checked((int)matrix.EntryCount));
            int start = 0;
            file.Write(start);
            for (int i = 0; i < matrix.RowCount; i++) file.Write(start += matrix[i].Columns.Length);
            for (int i = 0; i < matrix.RowCount; i++) file.Write(MemoryMarshal.AsBytes(matrix[i].Columns));
            for (int i = 0; i < matrix.RowCount; i++) file.Write(MemoryMarshal.AsBytes(matrix[i].Values));
        }

        File.Move(unfinished, path, overwrite: true);
    }

    public static FeatureMatrix Read(string path)
    {
        using BinaryReader file = new(File.OpenRead(path));
        int rows = file.ReadInt32(), columnCount = file.ReadInt32(), entries = file.ReadInt32();
        int[] starts = Read<int>(file, rows + 1), columns = Read<int>(file, entries);
        return FeatureMatrix.Sparse(Read<float>(file, entries), columns, starts, columnCount);
    }

    private static T[] Read<T>(BinaryReader file, int count)
        where T : struct
    {
        T[] numbers = new T[count];
        file.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }
}
