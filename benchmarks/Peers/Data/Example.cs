using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Benchmarks.Peers.Data;

/// <summary>One row of a benchmark's data, as ML.NET reads it.</summary>
internal sealed class Example
{
    public float[] Features { get; init; } = [];

    /// <summary>Of two classes: whether it is the class +1.</summary>
    public bool Label { get; init; }

    /// <summary>Of several classes: the class, counted from 1.</summary>
    public uint Class { get; init; }

    /// <summary>The data as a program would load it from its memory.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="data">Dense, with classes for labels.</param>
    public static IDataView Load(MLContext ml, DataSet data)
    {
        Example[] examples = new Example[data.RowCount];
        for (int i = 0; i < examples.Length; i++)
            examples[i] = new() { Features = data.Features[i].Values.ToArray(), Label = data.Labels[i] > 0, Class = (uint)Math.Max(0, data.Labels[i]) + 1 };
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, data.Features.ColumnCount);
        schema[nameof(Class)].ColumnType = new KeyDataViewType(typeof(uint), (int)data.Labels.Max() + 1);
        return ml.Data.LoadFromEnumerable(examples, schema);
    }

    /// <summary>The same in ML.NET's own cache, which is filled.</summary>
    public static IDataView Cache(MLContext ml, IDataView loaded)
    {
        IDataView cached = ml.Data.Cache(loaded);
        using DataViewRowCursor cursor = cached.GetRowCursor(cached.Schema);
        while (cursor.MoveNext())
        {
        }

        return cached;
    }
}
