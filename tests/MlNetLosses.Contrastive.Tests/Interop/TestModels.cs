using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Contrastive.Onnx;
using MlNetLosses.Contrastive.Tests.Onnx;

namespace MlNetLosses.Contrastive.Tests.Interop;

/// <summary>Small encoders, and data for them.</summary>
internal static class TestModels
{
    public static ImageShape Shape { get; } = new(1, 8, 9);

    public static OnnxModel Image(int seed = 1, string input = "Pixels", string output = "Embedding") =>
        ImageEncoderGraph.Build(input, output, Shape, 1.0 / 255, new RandomLayers(seed).Blocks(1, 4, 6), projection: null);

    public static OnnxModel Table(string input = "Features", string output = "Embedding")
    {
        RandomLayers random = new(seed: 2);
        return TableEncoderGraph.Build(input, output, [1, 2, 3], [1, 0.5f, 2], [random.Dense(3, 20), random.Dense(20, 10)], random.Dense(10, 4));
    }

    public static float[][] Rows(OnnxModel model, int count = 50)
    {
        RandomLayers random = new(seed: 3);
        return [.. Enumerable.Range(0, count).Select(_ => random.Pixels(model.InputLength))];
    }

    public static IDataView View(MLContext mlContext, string column, float[][] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        SchemaDefinition.Column values = schema[nameof(Row.Values)];
        values.ColumnName = column;
        values.ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        return mlContext.Data.LoadFromEnumerable(rows.Select(row => new Row { Values = row }), schema);
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
