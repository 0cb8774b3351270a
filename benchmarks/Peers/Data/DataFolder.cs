using System.Runtime.InteropServices;
using MlNetLosses.Data;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Data;

/// <summary>
/// A temporary folder in which peers find the data: <c>values.f4</c> row by row, <c>labels.f8</c>; of sparse data also <c>columns.i4</c> and
/// <c>starts.i4</c>. Peers leave <c>models.f8</c>: for each model its weights, output by output, then its intercepts.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("peers");
    private readonly int outputCount;

    /// <param name="data">The data.</param>
    /// <param name="outputCount">Outputs of a model.</param>
    public DataFolder(DataSet data, int outputCount = 1)
    {
        this.outputCount = outputCount;
        (RowCount, ColumnCount) = (data.Features.RowCount, data.Features.ColumnCount);
        Write<double>("labels.f8", data.Labels);
        using FileStream values = File.Create(PathOf("values.f4"));
        for (int i = 0; i < RowCount; i++) values.Write(MemoryMarshal.AsBytes(data.Features[i].Values));
        if (!data.Features.IsSparse) return;
        using FileStream columns = File.Create(PathOf("columns.i4"));
        int[] starts = new int[RowCount + 1];
        for (int i = 0; i < RowCount; i++)
        {
            Row row = data.Features[i];
            columns.Write(MemoryMarshal.AsBytes(row.Columns));
            starts[i + 1] = starts[i] + row.Columns.Length;
        }

        Write<int>("starts.i4", starts);
    }

    public string FullName => folder.FullName;

    public int RowCount { get; }

    public int ColumnCount { get; }

    public void Write<T>(string name, ReadOnlySpan<T> numbers)
        where T : struct
    {
        using FileStream file = File.Create(PathOf(name));
        file.Write(MemoryMarshal.AsBytes(numbers));
    }

    public IReadOnlyList<LinearModel> ReadModels() =>
    [
        .. MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(PathOf("models.f8"))).ToArray().Chunk(outputCount * (ColumnCount + 1))
            .Select(model => new LinearModel(model[..^outputCount], model[^outputCount..])),
    ];

    public void Dispose() => folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
