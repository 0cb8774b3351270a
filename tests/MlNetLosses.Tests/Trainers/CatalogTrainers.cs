using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;

namespace MlNetLosses.Tests.Trainers;

/// <summary>The library's options and the trainers that take them, found in its catalogs, so that a new one is tested without being named.</summary>
internal static class CatalogTrainers
{
    public const int RowCount = 60;

    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Every options class.</summary>
    public static IEnumerable<Type> OptionsTypes =>
        typeof(LinearTrainerOptions).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(LinearTrainerOptions)) && !type.IsAbstract);

    /// <summary>Every catalog method that takes these options, its type parameters filled in.</summary>
    public static IEnumerable<MethodInfo> Taking(Type options) =>
        options.Assembly.GetExportedTypes().Where(type => type.IsAbstract && type.IsSealed)
            .SelectMany(type => type.GetMethods(Static))
            .Where(method => method.GetParameters() is [_, .., ParameterInfo last] && last.ParameterType == options)
            .Select(Close);

    public static IEstimator<ITransformer> Create(MethodInfo method, MLContext mlContext, LinearTrainerOptions options) =>
        (IEstimator<ITransformer>)method.Invoke(
            null, BindingFlags.DoNotWrapExceptions, null, [.. method.GetParameters().Select(parameter => Argument(parameter.ParameterType, mlContext, options))], null)!;

    /// <summary>Data that the trainer can learn from. It calls back after the last row.</summary>
    public static IDataView Data(MethodInfo method, MLContext mlContext, Action? read = null)
    {
        if (method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Poisson))) return TestData.View(mlContext, Told(TestData.Counts(RowCount), read));
        Type catalog = method.GetParameters()[0].ParameterType;
        if (catalog == typeof(RegressionCatalog.RegressionTrainers)) return TestData.View(mlContext, Told(TestData.Regression(RowCount), read));
        if (catalog == typeof(BinaryClassificationCatalog.BinaryClassificationTrainers)) return TestData.View(mlContext, Told(TestData.Binary(RowCount), read));
        List<MulticlassExample> classes = TestData.Multiclass(RowCount);
        IDataView data = TestData.View(mlContext, Told(classes, read));
        return mlContext.Transforms.Conversion.MapValueToKey("Label").Fit(TestData.View(mlContext, classes)).Transform(data);
    }

    public static IEnumerable<float> Scores(IDataView scored) =>
        scored.Schema["Score"].Type is VectorDataViewType ? scored.GetColumn<float[]>("Score").SelectMany(row => row) : scored.GetColumn<float>("Score");

    private static MethodInfo Close(MethodInfo method) => !method.IsGenericMethodDefinition ? method : method.MakeGenericMethod(
        [.. method.GetGenericArguments().Select(parameter => parameter.GetGenericParameterConstraints().All(constraint => constraint.IsAssignableFrom(typeof(ElasticNet)))
            ? typeof(ElasticNet)
            : LossFor(method.GetParameters()[0].ParameterType))]);

    private static Type LossFor(Type catalog) =>
        catalog == typeof(RegressionCatalog.RegressionTrainers) ? typeof(Huber)
        : catalog == typeof(BinaryClassificationCatalog.BinaryClassificationTrainers) ? typeof(Logistic)
        : typeof(CrammerSinger);

    private static object Argument(Type type, MLContext mlContext, LinearTrainerOptions options) =>
        type == options.GetType() ? options
        : type == typeof(ElasticNet) ? new ElasticNet(1e-3, 1e-3)
        : type == typeof(RegressionCatalog.RegressionTrainers) ? mlContext.Regression.Trainers
        : type == typeof(BinaryClassificationCatalog.BinaryClassificationTrainers) ? mlContext.BinaryClassification.Trainers
        : type == typeof(MulticlassClassificationCatalog.MulticlassClassificationTrainers) ? mlContext.MulticlassClassification.Trainers
        : Activator.CreateInstance(type)!;

    private static IEnumerable<T> Told<T>(List<T> rows, Action? read)
    {
        foreach (T row in rows) yield return row;
        read?.Invoke();
    }
}
