using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using MlNetLosses.Data;

namespace MlNetLosses.Interop;

/// <summary>Gathers rows into a temporary <see cref="FeatureFile"/>, dense or sparse, whichever suits the first of them.</summary>
/// <param name="directory">Where the file goes; made if it is not there.</param>
/// <param name="columnCount">p ≥ 1.</param>
internal sealed class FeatureFileBuilder(string directory, int columnCount) : IFeatureSink
{
    private const int FirstRows = 1024;

    private readonly string path = Path.Combine(Directory.CreateDirectory(directory).FullName, $"{Guid.NewGuid():N}.features");
    private readonly FeatureMatrixBuilder first = new(columnCount);
    private readonly List<int> columns = [];
    private readonly List<float> values = [];
    private FeatureFileWriter? writer;      // null: the first rows are still being gathered

    /// <inheritdoc/>
    public void Add(in VBuffer<float> row)
    {
        if (writer is not null)
        {
            Write(row, writer);
            return;
        }

        first.Add(row);
        if (first.RowCount == FirstRows) writer = WriteFirst();
    }

    /// <inheritdoc/>
    /// <remarks>They are in a file, which is deleted when it is disposed.</remarks>
    public (FeatureMatrix Features, FeatureFile? File) Build()
    {
        writer ??= WriteFirst();
        writer.Complete();
        FeatureFile file = FeatureFile.OpenTemporary(path);
        return (file.Features, file);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        first.Dispose();
        writer?.Dispose();
    }

    private FeatureFileWriter WriteFirst()
    {
        FeatureMatrix rows = first.Build().Features;
        FeatureFileWriter created = new(path, columnCount, rows.IsSparse);
        for (int i = 0; i < rows.RowCount; i++)
        {
            if (rows.IsSparse) created.Add(rows[i].Values, rows[i].Columns);
            else created.Add(rows[i].Values);
        }

        return created;
    }

    private void Write(in VBuffer<float> row, FeatureFileWriter target)
    {
        ReadOnlySpan<float> entries = row.GetValues();
        if (!target.IsSparse)
        {
            if (row.IsDense) target.Add(entries);
            else target.Add([.. row.DenseValues()]);
            return;
        }

        values.Clear();
        columns.Clear();
        for (int k = 0; k < entries.Length; k++)
        {
            if (entries[k] == 0) continue;
            values.Add(entries[k]);
            columns.Add(row.IsDense ? k : row.GetIndices()[k]);
        }

        target.Add(CollectionsMarshal.AsSpan(values), CollectionsMarshal.AsSpan(columns));
    }
}
