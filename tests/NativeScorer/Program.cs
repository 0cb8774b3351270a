using Microsoft.ML;

// Scores the data of each NAME.data in a folder with the model NAME.zip, and writes the bits of all that the model adds to
// NAME.scores. It knows ML.NET only: what it can load and score is a native model.
foreach (string modelPath in Directory.GetFiles(args[0], "*.zip"))
{
    MLContext mlContext = new(seed: 1);
    ITransformer model = mlContext.Model.Load(modelPath, out _);
    IDataView data = mlContext.Data.LoadFromBinary(Path.ChangeExtension(modelPath, ".data"));
    File.WriteAllLines(Path.ChangeExtension(modelPath, ".scores"), Scores.Of(model.Transform(data)));
}
