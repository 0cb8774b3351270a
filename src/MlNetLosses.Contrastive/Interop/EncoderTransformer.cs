using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;
using MlNetLosses.Contrastive.Onnx;

namespace MlNetLosses.Contrastive.Interop;

/// <summary>Turns an ONNX model into ML.NET's own transformer, one that owns its temporary file.</summary>
/// <remarks>
/// ML.NET hands ONNX Runtime a file, and reads that file again at each Save. What it makes of a stream leaves the file behind;
/// what it makes of a saved model deletes it at Dispose, or when the garbage collector finds it. So the transformer is saved to
/// memory and loaded again: what a fit returns is made just as what a later <c>Load</c> returns, and by public means alone.
/// </remarks>
internal static class EncoderTransformer
{
    /// <summary>The transformer that adds the column that the model computes.</summary>
    /// <param name="env">Says where temporary files go; see <see cref="TemporaryFolder"/>.</param>
    /// <param name="model">The model, in which the input is called as its column is.</param>
    /// <exception cref="IOException">Temporary files cannot be written.</exception>
    public static OnnxTransformer Create(IHostEnvironment env, OnnxModel model)
    {
        string temporaryFolder = TemporaryFolder.Of(env);
        // A context of its own: the setting below is not to become one of the caller's.
        MLContext mlContext = new() { TempFilePath = temporaryFolder };
        mlContext.SetOnnxSessionOption(new OnnxSessionOptions { IntraOpNumThreads = 1 });

        string path = Path.Combine(temporaryFolder, Path.ChangeExtension(Path.GetRandomFileName(), "onnx"));
        using MemoryStream saved = new();
        try
        {
            File.WriteAllBytes(path, model.Bytes);
            using OnnxTransformer ofFile = mlContext.Transforms.ApplyOnnxModel(model.Output, model.Input, path).Fit(NoRows(mlContext, model));
            mlContext.Model.Save(ofFile, inputSchema: null, saved);
        }
        finally
        {
            File.Delete(path);
        }

        return Load(mlContext, saved);
    }

    /// <summary>
    /// Loads a saved transformer, a second time where the first failed: ML.NET gives its temporary file a random name, of which one in 32,768 ends in .ort, and
    /// ONNX Runtime takes a file of such a name for a model in its own format.
    /// </summary>
    private static OnnxTransformer Load(MLContext mlContext, MemoryStream saved)
    {
        try
        {
            saved.Position = 0;
            return (OnnxTransformer)mlContext.Model.Load(saved, out _);
        }
        catch (InvalidOperationException)
        {
            saved.Position = 0;
            return (OnnxTransformer)mlContext.Model.Load(saved, out _);
        }
    }

    private static IDataView NoRows(MLContext mlContext, OnnxModel model)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        SchemaDefinition.Column values = schema[nameof(Row.Values)];
        values.ColumnName = model.Input;
        values.ColumnType = new VectorDataViewType(NumberDataViewType.Single, model.InputLength);
        return mlContext.Data.LoadFromEnumerable(Array.Empty<Row>(), schema);
    }

    /// <summary>What has the schema that the model asks for.</summary>
    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
