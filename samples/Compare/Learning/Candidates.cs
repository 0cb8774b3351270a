using Microsoft.ML;
using Microsoft.ML.Trainers;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>Who takes part. Another candidate is another line.</summary>
internal static class Candidates
{
    public static IReadOnlyList<Candidate> Of(MLContext mlContext, Label label) => label.Task switch
    {
        LearningTask.Regression => Regression(mlContext.Regression.Trainers, label),
        LearningTask.Binary => Binary(mlContext.BinaryClassification.Trainers),
        _ => Multiclass(mlContext.MulticlassClassification.Trainers, mlContext.BinaryClassification.Trainers),
    };

    private static List<Candidate> Regression(RegressionCatalog.RegressionTrainers trainers, Label label)
    {
        List<Candidate> candidates =
        [
            Linear("Sdca, squared loss", c => trainers.Sdca(c.Label, c.Features)) with { Quick = true },
            // Its default rate of 0.1 diverges on features of this size.
            Linear("OnlineGradientDescent, rate 0.01", c => trainers.OnlineGradientDescent(c.Label, c.Features, learningRate: 0.01f)),
            Trees("FastTree", c => trainers.FastTree(c.Label, c.Features)) with { Quick = true },
            Trees("FastForest", c => trainers.FastForest(c.Label, c.Features)),
            Trees("LightGbm", c => trainers.LightGbm(c.Label, c.Features)),
        ];
        if (label.Values.All(value => value >= 0))
            candidates.Add(Linear("LbfgsPoissonRegression", c => trainers.LbfgsPoissonRegression(c.Label, c.Features)));
        return candidates;
    }

    private static List<Candidate> Binary(BinaryClassificationCatalog.BinaryClassificationTrainers trainers) =>
    [
        Linear("SdcaLogisticRegression", c => trainers.SdcaLogisticRegression(c.Label, c.Features)) with { Quick = true },
        Linear("SdcaNonCalibrated, hinge", c => trainers.SdcaNonCalibrated(c.Label, c.Features, lossFunction: new HingeLoss())),
        Linear("LinearSvm", c => trainers.LinearSvm(c.Label, c.Features)),
        Linear("AveragedPerceptron", c => trainers.AveragedPerceptron(c.Label, c.Features)),
        Linear("SgdCalibrated", c => trainers.SgdCalibrated(c.Label, c.Features)),
        Linear("LbfgsLogisticRegression", c => trainers.LbfgsLogisticRegression(c.Label, c.Features)),
        Trees("FastTree", c => trainers.FastTree(c.Label, c.Features)) with { Quick = true },
        Trees("FastForest", c => trainers.FastForest(c.Label, c.Features)),
        Trees("LightGbm", c => trainers.LightGbm(c.Label, c.Features)),
    ];

    private static List<Candidate> Multiclass(
        MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers,
        BinaryClassificationCatalog.BinaryClassificationTrainers binary) =>
    [
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
}
