using Microsoft.ML;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;

namespace MlNetLosses.Samples.AutoMLComparison;

/// <summary>Our trainers that take part.</summary>
internal static class Candidates
{
    /// <summary>Sweeps loss and penalty.</summary>
    public static Candidate<HuberElasticNet> Huber { get; } = new("ProximalSdca Huber, ElasticNet", new(), (mlContext, swept) =>
        mlContext.Regression.Trainers.ProximalSdca(new Huber(swept.Delta), new ElasticNet(swept.L1, swept.L2), Options<ProximalSdcaOptions>()));

    /// <summary>Sweeps the penalty.</summary>
    public static Candidate<AbsoluteRidge> Absolute { get; } = new("ProximalSdca Absolute, Ridge", new(), (mlContext, swept) =>
        mlContext.Regression.Trainers.ProximalSdca(new Absolute(), new Ridge(swept.L2), Columns<ProximalSdcaOptions>()));

    /// <summary>Sweeps the trainer's own options: learning rate, schedule, averaging, and so on.</summary>
    public static Candidate<ProximalSgdOptions> Stochastic { get; } = new("ProximalSgd Huber, Ridge", Options<ProximalSgdOptions>(), (mlContext, options) =>
        mlContext.Regression.Trainers.ProximalSgd(new Huber(), new Ridge(1e-2), options));

    /// <summary>δ in units of the noise scale.</summary>
    private static TOptions Options<TOptions>()
        where TOptions : LinearTrainerOptions, new()
    {
        TOptions options = Columns<TOptions>();
        options.ScaleEstimation = ScaleEstimation.MedianAbsoluteDeviation;
        return options;
    }

    private static TOptions Columns<TOptions>()
        where TOptions : LinearTrainerOptions, new() => new() { LabelColumnName = AmesHouses.Label, FeatureColumnName = AmesHouses.Features };
}
