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

    public static string Save(string directory, MLContext mlContext, Dataset data, Candidate candidate, CancellationToken cancellation)
    {
        ITransformer model = Fit(mlContext, data, candidate, cancellation);
        return SafeFile.Write(directory, "model.zip", path => mlContext.Model.Save(model, data.Loader(mlContext), path));
    }

    private static TransformerChain<ITransformer> Fit(MLContext mlContext, Dataset data, Candidate candidate, CancellationToken cancellation)
    {
        TransformerChain<ITransformer> preparation = Preparation.Estimator(mlContext, data).Fit(data.View);
        IDataView prepared = preparation.Transform(data.View);
        ITransformer trained = candidate.Fit(mlContext.Data.Cache(prepared), new(data.Label.Name, Preparation.Features, cancellation)).Model;
        IDataView scored = trained.Transform(prepared);
        return data.Label.Task switch
        {
            LearningTask.Regression => new(preparation, trained),
            LearningTask.Binary => new(preparation, trained, ClassNames(mlContext, data.Label.Classes).Fit(scored)),
            _ => new(preparation, trained, mlContext.Transforms.Conversion.MapKeyToValue(PredictedLabel).Fit(scored)),
        };
    }

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
            """;
    }

    private static string Literal(string path) => $"\"{path.Replace('\\', '/')}\"";
}
