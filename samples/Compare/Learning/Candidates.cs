using Microsoft.ML;
using Microsoft.ML.Trainers;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Samples.Compare.Tables;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;
using static MlNetLosses.Samples.Compare.Learning.Certified;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>Who takes part. Another candidate is another line. ML.NET's trainers run with their defaults, unless their name says otherwise.</summary>
internal static class Candidates
{
    /// <summary>Strengths of a penalty that is chosen by an inner split.</summary>
    private static readonly double[] Strengths = [1e-4, 1e-3, 1e-2, 1e-1];

    public static IReadOnlyList<Candidate> Of(MLContext mlContext, Label label) => label.Task switch
    {
        LearningTask.Regression => Regression(mlContext, mlContext.Regression.Trainers, label),
        LearningTask.Binary => Binary(mlContext, mlContext.BinaryClassification.Trainers, label),
        _ => Multiclass(mlContext, mlContext.MulticlassClassification.Trainers, mlContext.BinaryClassification.Trainers, label),
    };

    private static List<Candidate> Regression(MLContext mlContext, RegressionCatalog.RegressionTrainers trainers, Label label)
    {
        // A loss or an L1 penalty that grows with the label's unit, rather than its square, needs a strength in that unit.
        double unit = Spread(label.Values);
        List<Candidate> candidates =
        [
            Candidate("ProximalSdca HalfSquared, Ridge", c => trainers.ProximalSdca(new HalfSquared(), new Ridge(1e-2), Options<ProximalSdcaOptions>(c)).Fit),
            Candidate("ProximalSdca Huber, Ridge", c => trainers.ProximalSdca(new Huber(), new Ridge(1e-2), Robust<ProximalSdcaOptions>(c)).Fit) with { Quick = true },
            Candidate("ProximalSdca Absolute, Ridge", c => trainers.ProximalSdca(new Absolute(), new Ridge(1e-2 / unit), Options<ProximalSdcaOptions>(c)).Fit) with { Quick = true },
            Candidate("ProximalSgd Huber, Ridge", c => trainers.ProximalSgd(new Huber(), new Ridge(1e-2), Robust<ProximalSgdOptions>(c)).Fit),
            Candidate("CoordinateDescent Huber, Lasso", c => trainers.CoordinateDescent(new Huber(), new Lasso(1e-3 * unit), Robust<CoordinateDescentOptions>(c)).Fit),
            Tuned("ProximalSdca Absolute, Ridge tuned", mlContext, label, Strengths,
                (c, strength) => trainers.ProximalSdca(new Absolute(), new Ridge(strength / unit), Options<ProximalSdcaOptions>(c)).Fit),
            Linear("Sdca, squared loss", c => trainers.Sdca(c.Label, c.Features)) with { Quick = true },
            // Its default rate of 0.1 diverges where rows have dozens of features.
            Linear("OnlineGradientDescent, rate 0.01", c => trainers.OnlineGradientDescent(c.Label, c.Features, learningRate: 0.01f)),
#if WITH_MKL
            Linear("Ols", c => trainers.Ols(c.Label, c.Features)),
#endif
            Trees("FastTree", c => trainers.FastTree(c.Label, c.Features)) with { Quick = true },
            Trees("FastForest", c => trainers.FastForest(c.Label, c.Features)),
            Trees("LightGbm", c => trainers.LightGbm(c.Label, c.Features)),
        ];
        if (label.Values.Any(value => value < 0)) return candidates;
        // The curvature of the Poisson loss is the label itself, and so must be the penalty's.
        double mean = label.Values.Average();
        candidates.Add(Candidate("ProximalSdca Poisson, Ridge", c => trainers.ProximalSdca(new Poisson(), new Ridge(1e-2 * mean), Options<ProximalSdcaOptions>(c)).Fit));
        candidates.Add(Linear("LbfgsPoissonRegression", c => trainers.LbfgsPoissonRegression(c.Label, c.Features)));
        return candidates;
    }

    private static List<Candidate> Binary(MLContext mlContext, BinaryClassificationCatalog.BinaryClassificationTrainers trainers, Label label) =>
    [
        Candidate("ProximalSdca Logistic, ElasticNet", c => trainers.ProximalSdcaLogisticRegression(new ElasticNet(1e-3, 1e-3), Options<ProximalSdcaOptions>(c)).Fit) with { Quick = true },
        Candidate("ProximalSdca Hinge, Ridge, balanced", c => trainers.ProximalSdca(new Hinge(), new Ridge(1e-2), Balanced<ProximalSdcaOptions>(c)).Fit) with { Quick = true },
        Candidate("ProximalSdca SquaredHinge, ElasticNet", c => trainers.ProximalSdca(new SquaredHinge(), new ElasticNet(1e-3, 1e-3), Options<ProximalSdcaOptions>(c)).Fit),
        Candidate("ProximalSgd ModifiedHuber, Ridge", c => trainers.ProximalSgd(new ModifiedHuber(), new Ridge(1e-2), Options<ProximalSgdOptions>(c)).Fit),
        Tuned("ProximalSdca Logistic, Ridge tuned", mlContext, label, Strengths,
            (c, strength) => trainers.ProximalSdcaLogisticRegression(new Ridge(strength), Options<ProximalSdcaOptions>(c)).Fit),
        Linear("SdcaLogisticRegression", c => trainers.SdcaLogisticRegression(c.Label, c.Features)) with { Quick = true },
        Linear("SdcaNonCalibrated, hinge", c => trainers.SdcaNonCalibrated(c.Label, c.Features, lossFunction: new HingeLoss())),
        Linear("LinearSvm", c => trainers.LinearSvm(c.Label, c.Features)),
        Linear("AveragedPerceptron", c => trainers.AveragedPerceptron(c.Label, c.Features)),
        Linear("SgdCalibrated", c => trainers.SgdCalibrated(c.Label, c.Features)),
        Linear("LbfgsLogisticRegression", c => trainers.LbfgsLogisticRegression(c.Label, c.Features)),
#if WITH_MKL
        Linear("SymbolicSgdLogisticRegression", c => trainers.SymbolicSgdLogisticRegression(c.Label, c.Features)),
#endif
        Trees("FastTree", c => trainers.FastTree(c.Label, c.Features)) with { Quick = true },
        Trees("FastForest", c => trainers.FastForest(c.Label, c.Features)),
        Trees("LightGbm", c => trainers.LightGbm(c.Label, c.Features)),
    ];

    private static List<Candidate> Multiclass(
        MLContext mlContext, MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers,
        BinaryClassificationCatalog.BinaryClassificationTrainers binary, Label label) =>
    [
        Candidate("ProximalSdca Softmax, ElasticNet", c => trainers.ProximalSdca(new SoftmaxCrossEntropy(), new ElasticNet(1e-3, 1e-3), Options<ProximalSdcaOptions>(c)).Fit) with { Quick = true },
        Candidate("ProximalSdca CrammerSinger, Ridge", c => trainers.ProximalSdca(new CrammerSinger(), new Ridge(1e-3), Options<ProximalSdcaOptions>(c)).Fit) with { Quick = true },
        Tuned("ProximalSdca Softmax, Ridge tuned", mlContext, label, Strengths,
            (c, strength) => trainers.ProximalSdca(new SoftmaxCrossEntropy(), new Ridge(strength), Options<ProximalSdcaOptions>(c)).Fit),
        Linear("SdcaMaximumEntropy", c => trainers.SdcaMaximumEntropy(c.Label, c.Features)) with { Quick = true },
        Linear("SdcaNonCalibrated, hinge", c => trainers.SdcaNonCalibrated(c.Label, c.Features, lossFunction: new HingeLoss())),
        Linear("LbfgsMaximumEntropy", c => trainers.LbfgsMaximumEntropy(c.Label, c.Features)),
        Linear("OneVersusAll AveragedPerceptron", c => trainers.OneVersusAll(binary.AveragedPerceptron(c.Label, c.Features), c.Label)),
        Trees("OneVersusAll FastTree", c => trainers.OneVersusAll(binary.FastTree(c.Label, c.Features), c.Label)) with { Quick = true },
        Trees("LightGbm", c => trainers.LightGbm(c.Label, c.Features)),
    ];

    private static Candidate Linear(string name, Func<Columns, IEstimator<ITransformer>> trainer) => Uncertified(name, Family.MlNetLinear, trainer);

    private static Candidate Trees(string name, Func<Columns, IEstimator<ITransformer>> trainer) => Uncertified(name, Family.Trees, trainer);

    private static Candidate Uncertified(string name, Family family, Func<Columns, IEstimator<ITransformer>> trainer) =>
        new(name, family, (train, columns) => new(trainer(columns).Fit(train), RelativeGap: null));

    /// <summary>δ in units of the noise scale that the fit estimates.</summary>
    private static TOptions Robust<TOptions>(Columns columns) where TOptions : LinearTrainerOptions, new()
    {
        TOptions options = Options<TOptions>(columns);
        options.ScaleEstimation = ScaleEstimation.MedianAbsoluteDeviation;
        return options;
    }

    /// <summary>Both classes weigh the same, or a hinge would give up a rare one altogether.</summary>
    private static TOptions Balanced<TOptions>(Columns columns) where TOptions : LinearTrainerOptions, new()
    {
        TOptions options = Options<TOptions>(columns);
        options.ClassWeighting = ClassWeighting.Balanced;
        return options;
    }

    private static double Spread(IReadOnlyList<float> values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
