using Microsoft.ML;
using Microsoft.ML.Data;
using Spectre.Console;

namespace MlNetLosses.Samples.ContrastiveImages;

/// <summary>model.zip: from pixels to the name of the class, for any process that has ML.NET and ONNX Runtime, without this package.</summary>
internal static class SavedModel
{
    public static string Save(string directory, MLContext mlContext, FashionImage[] labelled, ITransformer features)
    {
        IDataView data = LabelEfficiency.WithFeatures(mlContext, labelled, features);
        ITransformer classifier = LinearProbe.Fit(mlContext, data);
        ITransformer toName = mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(classifier.Transform(data));
        string path = Path.Combine(directory, "model.zip");
        mlContext.Model.Save(new TransformerChain<ITransformer>(features, classifier, toName), mlContext.Data.LoadFromEnumerable(labelled).Schema, path);
        return path;
    }

    /// <summary>Loads the model as another program would, and lets it name some images.</summary>
    public static void TryOut(IAnsiConsole console, string path, FashionImage[] images)
    {
        MLContext mlContext = new();
        ITransformer model = mlContext.Model.Load(path, out _);
        using PredictionEngine<FashionImage, Prediction> engine = mlContext.Model.CreatePredictionEngine<FashionImage, Prediction>(model);
        foreach (FashionImage image in images)
        {
            Prediction prediction = engine.Predict(image);
            string verdict = prediction.PredictedLabel == image.Label ? "right" : $"wrong, it is: {image.Label}";
            console.WriteLine(FormattableString.Invariant($"  {prediction.PredictedLabel,-10}  probability {prediction.Score.Max():F2}  {verdict}"));
        }
    }

    private sealed class Prediction
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
