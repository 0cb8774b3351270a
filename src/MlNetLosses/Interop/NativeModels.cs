using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace MlNetLosses.Interop;

/// <summary>The models and prediction transformers that ML.NET lets nobody outside build.</summary>
/// <remarks>
/// This file and <see cref="NativeSchema"/> are the whole seam to what ML.NET keeps internal. An accessor binds at its first call;
/// a changed ML.NET would show there as a <see cref="MissingMethodException"/>, and a test binds them all. An accessor must
/// repeat the target's signature exactly: <c>in</c> included, optional parameters listed. Static members of internal classes
/// are named through an unused first parameter, always null.
/// </remarks>
internal static class NativeModels
{
    private const string AnnotationUtils = "Microsoft.ML.Data.AnnotationUtils, Microsoft.ML.Core";

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern TrainerInfo TrainerInfo(
        bool normalization, bool calibration, bool caching, bool supportValid, bool supportIncrementalTrain, bool supportTest);

    /// <summary>The annotations of a score, probability or predicted label.</summary>
    public static IEnumerable<SchemaShape.Column> OutputAnnotations(bool isNormalized = false) => OutputAnnotations(null, isNormalized);

    /// <summary>The annotations of a vector of scores, one per class of <paramref name="label"/>.</summary>
    public static IEnumerable<SchemaShape.Column> ClassScoreAnnotations(SchemaShape.Column label) => ClassScoreAnnotations(null, label);

    /// <summary>A linear regression model; takes over the array in <paramref name="weights"/>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern LinearRegressionModelParameters LinearRegression(IHostEnvironment env, in VBuffer<float> weights, float bias);

    /// <summary>A regression model with log link: its score is exp(wᵀx + b). Takes over the array in <paramref name="weights"/>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern PoissonRegressionModelParameters PoissonRegression(IHostEnvironment env, in VBuffer<float> weights, float bias);

    /// <summary>A binary classifier without probabilities; takes over the array in <paramref name="weights"/>.</summary>
    public static LinearBinaryModelParameters LinearBinary(IHostEnvironment env, in VBuffer<float> weights, float bias) =>
        LinearBinary(env, in weights, bias, null);

    /// <summary>A binary classifier with the probability 1 / (1 + exp(<paramref name="slope"/> score + <paramref name="offset"/>)).</summary>
    public static CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> CalibratedBinary(
        IHostEnvironment env, LinearBinaryModelParameters model, double slope, double offset) =>
        (CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>)
        NativeCalibratedModels<LinearBinaryModelParameters, PlattCalibrator>.Mixing(env, model, Platt(env, slope, offset));

    /// <summary>A classifier with K scores, the softmax of the K linear functions.</summary>
    public static MaximumEntropyModelParameters MaximumEntropy(IHostEnvironment env, VBuffer<float>[] weights, float[] biases) =>
        MaximumEntropy(env, weights, biases, biases.Length, weights[0].Length, null, null);

    /// <summary>A classifier with K scores, the K linear functions themselves.</summary>
    public static LinearMulticlassModelParameters LinearMulticlass(IHostEnvironment env, VBuffer<float>[] weights, float[] biases) =>
        LinearMulticlass(env, weights, biases, biases.Length, weights[0].Length, null, null);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "GetTrainerOutputAnnotation")]
    private static extern IEnumerable<SchemaShape.Column> OutputAnnotations([UnsafeAccessorType(AnnotationUtils)] object? _, bool isNormalized);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "AnnotationsForMulticlassScoreColumn")]
    private static extern IEnumerable<SchemaShape.Column> ClassScoreAnnotations(
        [UnsafeAccessorType(AnnotationUtils)] object? _, SchemaShape.Column? labelColumn);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern LinearBinaryModelParameters LinearBinary(
        IHostEnvironment env, in VBuffer<float> weights, float bias, ModelStatisticsBase? stats);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern PlattCalibrator Platt(IHostEnvironment env, double slope, double offset);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern MaximumEntropyModelParameters MaximumEntropy(
        IHostEnvironment env, VBuffer<float>[] weights, float[] bias, int numClasses, int numFeatures, string[]? labelNames, ModelStatisticsBase? stats);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern LinearMulticlassModelParameters LinearMulticlass(
        IHostEnvironment env, VBuffer<float>[] weights, float[] bias, int numClasses, int numFeatures, string[]? labelNames, ModelStatisticsBase? stats);
}

/// <summary>The prediction transformers around a model: an accessor to a generic type must stand in a type with the same parameters.</summary>
internal static class NativeTransformers<TModel>
    where TModel : class
{
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern RegressionPredictionTransformer<TModel> Regression(
        IHostEnvironment env, TModel model, DataViewSchema inputSchema, string featureColumn);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern BinaryPredictionTransformer<TModel> Binary(
        IHostEnvironment env, TModel model, DataViewSchema inputSchema, string featureColumn, float threshold, string thresholdColumn);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern MulticlassPredictionTransformer<TModel> Multiclass(
        IHostEnvironment env, TModel model, DataViewSchema inputSchema, string featureColumn, string labelColumn, string scoreColumn, string predictedLabel);
}

/// <summary>The internal generic class of calibrated models, by name.</summary>
internal static class NativeCalibratedModels<TSubModel, TCalibrator>
    where TSubModel : class
    where TCalibrator : class, ICalibrator
{
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType("Microsoft.ML.Calibrators.ParameterMixingCalibratedModelParameters`2[[!0],[!1]], Microsoft.ML.Data")]
    public static extern object Mixing(IHostEnvironment env, TSubModel model, TCalibrator calibrator);
}
