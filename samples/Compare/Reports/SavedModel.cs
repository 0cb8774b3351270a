using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Reports;

/// <summary>model.zip: a candidate fitted on all rows, with everything before it, for any ML.NET program.</summary>
internal static class SavedModel
{
    /// <summary>ML.NET's column of the predicted class: true or false where there are two, else the class's name.</summary>
    public const string PredictedLabel = "PredictedLabel";

    /// <summary>Where there are two classes, the column that names the predicted one.</summary>
    public const string PredictedClass = "PredictedClass";

    public static string Save(string directory, MLContext mlContext, FinalModel final) =>
        SafeFile.Write(directory, "model.zip", path => mlContext.Model.Save(Chain(mlContext, final), final.Data.Loader(mlContext), path));

    private static TransformerChain<ITransformer> Chain(MLContext mlContext, FinalModel final) => final.Data.Label.Task switch
    {
        LearningTask.Regression => new(final.Preparation, final.Model),
        LearningTask.Binary => new(final.Preparation, final.Model, ClassNames(mlContext, final.Data.Label.Classes).Fit(final.Scored)),
        _ => new(final.Preparation, final.Model, mlContext.Transforms.Conversion.MapKeyToValue(PredictedLabel).Fit(final.Scored)),
    };

    private static ValueMappingEstimator<bool, string> ClassNames(MLContext mlContext, IReadOnlyList<string> classes) =>
        mlContext.Transforms.Conversion.MapValue(PredictedClass, [new(true, classes[0]), new KeyValuePair<bool, string>(false, classes[1])], PredictedLabel);

    /// <summary>C# that reads a file of the same columns and prints predictions.</summary>
    public static string Usage(Dataset data, string modelPath)
    {
        (string type, string column) = data.Label.Task switch
        {
            LearningTask.Regression => ("float", "Score"),
            LearningTask.Binary => ("bool", "PredictedLabel"),
            _ => ("string", "PredictedLabel"),
        };
        string meaning = data.Label.Task switch
        {
            LearningTask.Regression => data.Label.Name,
            LearningTask.Binary => $"true: {data.Label.Name} is {data.Label.Classes[0]}",
            _ => data.Label.Name,
        };
        return $"""
            using Microsoft.ML;
            using Microsoft.ML.Data;

            var mlContext = new MLContext();
            ITransformer model = mlContext.Model.LoadWithDataLoader({Literal(modelPath)}, out IDataLoader<IMultiStreamSource> loader);
            IDataView rows = loader.Load(new MultiFileSource({Literal(data.Path)}));  // any file with the same columns
            foreach ({type} prediction in model.Transform(rows).GetColumn<{type}>("{column}"))
                Console.WriteLine(prediction);  // {meaning}

            // Without a program: predict --model {Quoted(modelPath)} --data {Quoted(data.Path)} --output predictions.csv
            """;
    }

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static string Literal(string path) => $"\"{path.Replace('\\', '/')}\"";
}
