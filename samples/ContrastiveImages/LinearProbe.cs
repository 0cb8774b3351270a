using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;

namespace MlNetLosses.Samples.ContrastiveImages;

/// <summary>A linear classifier of features that stay as they are: the usual measure of how good an embedding is.</summary>
internal static class LinearProbe
{
    private const int Folds = 3;
    private static readonly double[] Strengths = [1e-3, 3e-4, 1e-4];

    /// <summary>Fits a classifier whose ridge is chosen by cross-validation on the labelled images alone.</summary>
    public static ITransformer Fit(MLContext mlContext, IDataView labelled)
    {
        double variance = TotalVariance([.. labelled.GetColumn<float[]>("Features")]);
        IEstimator<ITransformer>[] candidates = [.. Strengths.Select(strength => Trainer(mlContext, strength * variance))];
        return candidates
            .MinBy(candidate => mlContext.MulticlassClassification.CrossValidate(labelled, candidate, Folds).Average(fold => fold.Metrics.LogLoss))!
            .Fit(labelled);
    }

    /// <summary>The share of images that are classified rightly.</summary>
    public static double Accuracy(MLContext mlContext, ITransformer classifier, IDataView images) =>
        mlContext.MulticlassClassification.Evaluate(classifier.Transform(images)).MicroAccuracy;

    private static IEstimator<ITransformer> Trainer(MLContext mlContext, double ridge) =>
        mlContext.MulticlassClassification.Trainers.ProximalSdca(new SoftmaxCrossEntropy(), new Ridge(ridge), new ProximalSdcaOptions
        {
            Standardize = false,    // the scales of principal components and of embeddings mean something
            Tolerance = 1e-3,
            NumberOfThreads = 1,    // several of these run at once
        });

    /// <summary>Mean squared distance from the mean. With the ridge in this unit, one grid of strengths suits features of any scale and number.</summary>
    private static double TotalVariance(float[][] rows)
    {
        float[] mean = new float[rows[0].Length];
        foreach (float[] row in rows)
            TensorPrimitives.MultiplyAdd(row, 1f / rows.Length, mean, mean);
        return rows.Average(row => Math.Pow(TensorPrimitives.Distance<float>(row, mean), 2));
    }
}
