using Microsoft.ML;

// Loads each model NAME.zip of a folder, embeds the data of NAME.data, and writes the bits of the column 'Embedding' to
// NAME.embeddings. It knows ML.NET only: what it can load and apply is a native model.
string folder = args[0];
foreach (string modelPath in Directory.GetFiles(folder, "*.zip"))
{
    MLContext mlContext = new(seed: 1) { TempFilePath = Directory.CreateDirectory(Path.Combine(folder, "temporary")).FullName };
    ITransformer model = mlContext.Model.Load(modelPath, out _);
    IDataView data = mlContext.Data.LoadFromBinary(Path.ChangeExtension(modelPath, ".data"));
    File.WriteAllLines(Path.ChangeExtension(modelPath, ".embeddings"), Embeddings.Of(model.Transform(data)));
    (model as IDisposable)?.Dispose();
}
