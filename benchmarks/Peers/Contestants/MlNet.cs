using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Benchmarks.Peers.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;

namespace MlNetLosses.Benchmarks.Peers.Contestants;

/// <summary>Trainers of ML.NET, ours and its own, on the same <see cref="IDataView"/>. They read it in each fit, which their times include.</summary>
internal sealed class MlNet
{
    /// <summary>ML.NET's trainers have no certificate: the number of iterations is what a user can ask for.</summary>
    private static readonly double[] Iterations = [5, 10, 20, 50, 100];
    private const float ConvergenceTolerance = 1e-4f;

    /// <summary>Of several classes: as many as its race gives it time for, without an end of its own before.</summary>
    private static readonly double[] ManyIterations = [.. Iterations, 200, 500, 1000, 2000, 5000];
    private const float LeastConvergenceTolerance = 1e-7f;

    private readonly MLContext ml = new(seed: 1);
    private readonly IDataView loaded;
    private readonly IDataView cached;

    /// <param name="data">Dense.</param>
    public MlNet(DataSet data)
    {
        loaded = Example.Load(ml, data);
        cached = Example.Cache(ml, loaded);
    }

    /// <summary>ML.NET's SDCA with hinge loss on its cache.</summary>
    public InProcess Sdca(double lambda) => Sdca("ML.NET Sdca, cached", cached, lambda, "reads ML.NET's cache in each iteration");

    /// <summary>The same on data as it was loaded.</summary>
    public InProcess SdcaAsLoaded(double lambda) => Sdca("ML.NET Sdca, as loaded", loaded, lambda, "reads the array of rows in each iteration, which it can't shuffle");

    /// <summary>ML.NET's SDCA of several classes on its cache.</summary>
    public InProcess MaximumEntropy(double lambda) => new("ML.NET SdcaMaximumEntropy", "iterations", ManyIterations, iterations => [Model(
        ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = nameof(Example.Class),
            L2Regularization = (float)lambda,
            L1Regularization = 0,
            MaximumNumberOfIterations = (int)iterations,
            ConvergenceTolerance = LeastConvergenceTolerance,
        }).Fit(cached).Model)])
    {
        Remark = "reads ML.NET's cache in each iteration; all cores.",
    };

    /// <summary>Our SDCA as a user of ML.NET calls it.</summary>
    public InProcess ProximalSdca(double lambda) => new("ProximalSdca, the trainer", "relative gap", Racing.StoppingLadder.Tolerances(0, -8), tolerance => [Model(
        ml.BinaryClassification.Trainers.ProximalSdca(
            new Hinge(), new Ridge(lambda), new ProximalSdcaOptions { Tolerance = tolerance, Standardize = false, FitIntercept = false, Seed = 1 }).Fit(cached).Model)])
    {
        Remark = "reads ML.NET's cache, once.",
    };

    /// <summary>It fits an intercept, which its objective profits from.</summary>
    private InProcess Sdca(string name, IDataView data, double lambda, string reading) => new(name, "iterations", Iterations, iterations => [Model(
        ml.BinaryClassification.Trainers.SdcaNonCalibrated(new SdcaNonCalibratedBinaryTrainer.Options
        {
            LossFunction = new HingeLoss(),
            L2Regularization = (float)lambda,
            L1Regularization = 0,
            MaximumNumberOfIterations = (int)iterations,
            ConvergenceTolerance = ConvergenceTolerance,
        }).Fit(data).Model)])
    {
        Remark = $"{reading}; all cores; with the intercept that it can't be told to leave out.",
    };

    private static LinearModel Model(LinearModelParameters model) => new([.. model.Weights.Select(weight => (double)weight)], [model.Bias]);

    private static LinearModel Model(MaximumEntropyModelParameters model)
    {
        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out _);
        return new([.. weights.SelectMany(row => row.DenseValues().ToArray(), (_, weight) => (double)weight)], [.. model.GetBiases().Select(bias => (double)bias)]);
    }
}
