using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Contrastive;
using MlNetLosses.Explanation;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;

namespace MlNetLosses.Tests;

/// <summary>The C# of the README, compiled and run: <see cref="ReadmeTests"/> holds the two together.</summary>
internal static class ReadmeSnippets
{
    public static ITransformer Pipeline(MLContext mlContext, IDataView data)
    {
        var pipeline = mlContext.Transforms.Concatenate("Features", "Area", "Rooms", "Age")
            .Append(mlContext.Regression.Trainers.ProximalSdca(new Huber(10_000), new ElasticNet(l1: 10, l2: 0.01)));

        ITransformer model = pipeline.Fit(data);
        return model;
    }

    public static ITransformer Certificate(MLContext mlContext, IDataView data)
    {
        var trainer = mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), new Ridge(1e-4));
        var model = trainer.Fit(data, out TrainingSummary summary);
        Console.WriteLine($"{summary.Epochs} epochs, relative duality gap {summary.RelativeGap:E1}");
        return model;
    }

    public static ITransformer Path(MLContext mlContext, IDataView data)
    {
        var lasso = mlContext.Regression.Trainers.ElasticNetPath(new HalfSquared(), l1Ratio: 1);
        var chosenModel = lasso.Fit(data, out RegularizationPath path);
        Console.WriteLine($"λ {path.Chosen.Lambda:G3}: {path.Chosen.DegreesOfFreedom} features, held-out loss {path.Chosen.HeldOutLoss:G3} ± {path.Chosen.HeldOutLossDeviation:G2}");
        return chosenModel;
    }

    public static ITransformer Embeddings(MLContext mlContext, IDataView allImages, IDataView labelledImages)
    {
        var embedding = mlContext.Transforms.ContrastivePretraining("Embedding", "Pixels", new ContrastiveOptions { ImageShape = new ImageShape(1, 28, 28) });
        var encoder = embedding.Fit(allImages, out ContrastiveSummary pretraining);
        var classifier = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.MulticlassClassification.Trainers.ProximalSdca(
                new SoftmaxCrossEntropy(), new Ridge(1e-2), featureColumnName: "Embedding"))
            .Fit(encoder.Transform(labelledImages));
        ITransformer model = encoder.Append(classifier);
        return model;
    }

    public static IEstimator<ITransformer> RobustScale(MLContext mlContext)
    {
        var robust = mlContext.Regression.Trainers.CoordinateDescent(new Huber(1.345), new NoPenalty(),
            new CoordinateDescentOptions { ScaleEstimation = ScaleEstimation.MedianAbsoluteDeviation });
        return robust;
    }

    public static CoefficientTable Coefficients(MLContext mlContext, IDataView data)
    {
        CoordinateDescentOptions options = new() { Tolerance = 1e-10 };
        var leastSquares = mlContext.Regression.Trainers.CoordinateDescent(new HalfSquared(), new NoPenalty(), options).Fit(data);
        Console.WriteLine(leastSquares.Coefficients(data, new HalfSquared(), options));
        return leastSquares.Coefficients(data, new HalfSquared(), options);
    }

    public static IEstimator<ITransformer> MlNetTrainer(MLContext mlContext)
    {
        var sdca = mlContext.Regression.Trainers.Sdca(lossFunction: new Huber(1.345).ToMlNetRegressionLoss());
        return sdca;
    }
}
