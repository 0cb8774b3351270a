using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Tables;
using MlNetLosses.Trainers;
using static MlNetLosses.Samples.Compare.Learning.Certified;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>
/// Who takes part. Another candidate is another line. ML.NET's trainers run with their defaults, unless their name says otherwise.
/// In the lines, r is what is to be fitted, and o the options of the trainer.
/// </summary>
internal static class Candidates
{
    /// <summary>Strengths of a penalty that is chosen by an inner split.</summary>
    private static readonly double[] Strengths = [1e-4, 1e-3, 1e-2, 1e-1];

    private static readonly Hyperparameter Delta = Hyperparameter.Strength("δ", Huber.DefaultDelta, 0.5, 5);

    /// <param name="label">What is to be predicted.</param>
    /// <param name="hasCategories">Whether there are columns of categories.</param>
    public static IReadOnlyList<Candidate> Of(Label label, bool hasCategories) => label.Task switch
    {
        LearningTask.Regression => Regression(label, hasCategories),
        LearningTask.Binary => Binary(label),
        _ => Multiclass(label),
    };

    private static List<Candidate> Regression(Label label, bool hasCategories)
    {
        // A loss or an L1 penalty that grows with the label's unit, rather than its square, needs a strength in that unit.
        double unit = Spread(label.Values);
        Hyperparameter ridge = L2(1e-2), absoluteRidge = L2(1e-2 / unit), lasso = L1(1e-3 * unit);
        List<Candidate> candidates =
        [
            Candidate<ProximalSdcaOptions>("ProximalSdca HalfSquared, Ridge", [ridge], (r, o) => r.Regression.ProximalSdca(new HalfSquared(), new Ridge(r[ridge]), o).Fit),
            Candidate<ProximalSdcaOptions>("ProximalSdca Huber, Ridge", [Delta, ridge],
                (r, o) => r.Regression.ProximalSdca(new Huber(r[Delta]), new Ridge(r[ridge]), Robust(o)).Fit) with { Quick = true },
            Candidate<ProximalSdcaOptions>("ProximalSdca Absolute, Ridge", [absoluteRidge],
                (r, o) => r.Regression.ProximalSdca(new Absolute(), new Ridge(r[absoluteRidge]), o).Fit) with { Quick = true },
            Candidate<ProximalSgdOptions>("ProximalSgd Huber, Ridge", [Delta, ridge],
                (r, o) => r.Regression.ProximalSgd(new Huber(r[Delta]), new Ridge(r[ridge]), Robust(o)).Fit),
            Candidate<CoordinateDescentOptions>("CoordinateDescent Huber, Lasso", [Delta, lasso],
                (r, o) => r.Regression.CoordinateDescent(new Huber(r[Delta]), new Lasso(r[lasso]), Robust(o)).Fit),
            OfStrengths<ProximalSdcaOptions>("ProximalSdca Absolute, Ridge by split", LearningTask.Regression, label, Strengths,
                (r, o, strength) => r.Regression.ProximalSdca(new Absolute(), new Ridge(strength / unit), o).Fit),
            Linear<SdcaRegressionTrainer.Options>("Sdca, squared loss", MlNetSpaces.Sdca, (r, o) => r.Regression.Sdca(o)) with { Quick = true },
            // Its default rate of 0.1 diverges where rows have dozens of features.
            Linear<OnlineGradientDescentTrainer.Options>("OnlineGradientDescent, rate 0.01", MlNetSpaces.Online,
                (r, o) => r.Regression.OnlineGradientDescent(o), o => o.LearningRate = 0.01f),
#if WITH_MKL
            Linear<OlsTrainer.Options>("Ols", [], (r, o) => r.Regression.Ols(o)),
#endif
            Trees<FastTreeRegressionTrainer.Options>("FastTree", MlNetSpaces.FastTree, (r, o) => r.Regression.FastTree(o)) with { Quick = true },
            Trees<FastForestRegressionTrainer.Options>("FastForest", MlNetSpaces.FastForest, (r, o) => r.Regression.FastForest(o)),
            Trees<LightGbmRegressionTrainer.Options>("LightGbm", MlNetSpaces.LightGbm, (r, o) => r.Regression.LightGbm(o)),
        ];
        // The indicators of a category's values add up to 1: without a penalty no weight would be the best one, and the way there long.
        if (!hasCategories) candidates.Add(LeastSquares(label));
        if (label.Values.Any(value => value < 0)) return candidates;
        // The curvature of the Poisson loss is the label itself, and so must be the penalty's.
        Hyperparameter poissonRidge = L2(1e-2 * label.Values.Average());
        candidates.Add(Candidate<ProximalSdcaOptions>("ProximalSdca Poisson, Ridge", [poissonRidge],
            (r, o) => r.Regression.ProximalSdca(new Poisson(), new Ridge(r[poissonRidge]), o).Fit));
        candidates.Add(Linear<LbfgsPoissonRegressionTrainer.Options>("LbfgsPoissonRegression", MlNetSpaces.Lbfgs, (r, o) => r.Regression.LbfgsPoissonRegression(o)));
        return candidates;
    }

    private static List<Candidate> Binary(Label label)
    {
        Hyperparameter ridge = L2(1e-2), netL1 = L1(1e-3), netL2 = L2(1e-3);
        return
        [
            Candidate<ProximalSdcaOptions>("ProximalSdca Logistic, ElasticNet", [netL1, netL2],
                (r, o) => r.Binary.ProximalSdcaLogisticRegression(new ElasticNet(r[netL1], r[netL2]), o).Fit) with { Quick = true },
            Candidate<ProximalSdcaOptions>("ProximalSdca Hinge, Ridge, balanced", [ridge],
                (r, o) => r.Binary.ProximalSdca(new Hinge(), new Ridge(r[ridge]), Balanced(o)).Fit) with { Quick = true },
            Candidate<ProximalSdcaOptions>("ProximalSdca SquaredHinge, ElasticNet", [netL1, netL2],
                (r, o) => r.Binary.ProximalSdca(new SquaredHinge(), new ElasticNet(r[netL1], r[netL2]), o).Fit),
            Candidate<ProximalSgdOptions>("ProximalSgd ModifiedHuber, Ridge", [ridge], (r, o) => r.Binary.ProximalSgd(new ModifiedHuber(), new Ridge(r[ridge]), o).Fit),
            OfStrengths<ProximalSdcaOptions>("ProximalSdca Logistic, Ridge by split", LearningTask.Binary, label, Strengths,
                (r, o, strength) => r.Binary.ProximalSdcaLogisticRegression(new Ridge(strength), o).Fit),
            Linear<SdcaLogisticRegressionBinaryTrainer.Options>("SdcaLogisticRegression", MlNetSpaces.Sdca, (r, o) => r.Binary.SdcaLogisticRegression(o)) with { Quick = true },
            Linear<SdcaNonCalibratedBinaryTrainer.Options>("SdcaNonCalibrated, hinge", MlNetSpaces.Sdca,
                (r, o) => r.Binary.SdcaNonCalibrated(o), o => o.LossFunction = new HingeLoss()),
            Linear<LinearSvmTrainer.Options>("LinearSvm", MlNetSpaces.LinearSvm, (r, o) => r.Binary.LinearSvm(o)),
            Linear<AveragedPerceptronTrainer.Options>("AveragedPerceptron", MlNetSpaces.Online, (r, o) => r.Binary.AveragedPerceptron(o)),
            Linear<SgdCalibratedTrainer.Options>("SgdCalibrated", MlNetSpaces.Sgd, (r, o) => r.Binary.SgdCalibrated(o)),
            Linear<LbfgsLogisticRegressionBinaryTrainer.Options>("LbfgsLogisticRegression", MlNetSpaces.Lbfgs, (r, o) => r.Binary.LbfgsLogisticRegression(o)),
#if WITH_MKL
            Linear<SymbolicSgdLogisticRegressionBinaryTrainer.Options>("SymbolicSgdLogisticRegression", [], (r, o) => r.Binary.SymbolicSgdLogisticRegression(o)),
#endif
            Trees<FastTreeBinaryTrainer.Options>("FastTree", MlNetSpaces.FastTree, (r, o) => r.Binary.FastTree(o)) with { Quick = true },
            Trees<FastForestBinaryTrainer.Options>("FastForest", MlNetSpaces.FastForest, (r, o) => r.Binary.FastForest(o)),
            Trees<LightGbmBinaryTrainer.Options>("LightGbm", MlNetSpaces.LightGbm, (r, o) => r.Binary.LightGbm(o)),
        ];
    }

    private static List<Candidate> Multiclass(Label label)
    {
        Hyperparameter ridge = L2(1e-3), netL1 = L1(1e-3), netL2 = L2(1e-3);
        return
        [
            Candidate<ProximalSdcaOptions>("ProximalSdca Softmax, ElasticNet", [netL1, netL2],
                (r, o) => r.Multiclass.ProximalSdca(new SoftmaxCrossEntropy(), new ElasticNet(r[netL1], r[netL2]), o).Fit) with { Quick = true },
            Candidate<ProximalSdcaOptions>("ProximalSdca CrammerSinger, Ridge", [ridge],
                (r, o) => r.Multiclass.ProximalSdca(new CrammerSinger(), new Ridge(r[ridge]), o).Fit) with { Quick = true },
            OfStrengths<ProximalSdcaOptions>("ProximalSdca Softmax, Ridge by split", LearningTask.Multiclass, label, Strengths,
                (r, o, strength) => r.Multiclass.ProximalSdca(new SoftmaxCrossEntropy(), new Ridge(strength), o).Fit),
            Linear<SdcaMaximumEntropyMulticlassTrainer.Options>("SdcaMaximumEntropy", MlNetSpaces.Sdca, (r, o) => r.Multiclass.SdcaMaximumEntropy(o)) with { Quick = true },
            Linear<SdcaNonCalibratedMulticlassTrainer.Options>("SdcaNonCalibrated, hinge", MlNetSpaces.Sdca,
                (r, o) => r.Multiclass.SdcaNonCalibrated(o), o => o.Loss = new HingeLoss()),
            Linear<LbfgsMaximumEntropyMulticlassTrainer.Options>("LbfgsMaximumEntropy", MlNetSpaces.Lbfgs, (r, o) => r.Multiclass.LbfgsMaximumEntropy(o)),
            Linear<AveragedPerceptronTrainer.Options>("OneVersusAll AveragedPerceptron", MlNetSpaces.Online,
                (r, o) => r.Multiclass.OneVersusAll(r.Binary.AveragedPerceptron(o), r.Label)),
            Trees<FastTreeBinaryTrainer.Options>("OneVersusAll FastTree", MlNetSpaces.FastTree,
                (r, o) => r.Multiclass.OneVersusAll(r.Binary.FastTree(o), r.Label)) with { Quick = true },
            Trees<LightGbmMulticlassTrainer.Options>("LightGbm", MlNetSpaces.LightGbm, (r, o) => r.Multiclass.LightGbm(o)),
        ];
    }

    /// <summary>Nothing to tune in it, and the one whose weights have standard errors.</summary>
    private static Candidate LeastSquares(Label label) =>
        Candidate<CoordinateDescentOptions>("CoordinateDescent HalfSquared, NoPenalty", [], (r, o) => r.Regression.CoordinateDescent(new HalfSquared(), new NoPenalty(), Exact(o)).Fit) with
        {
            Space = [],
            StandardErrors = final => ((ISingleFeaturePredictionTransformer<LinearRegressionModelParameters>)final.Model).Coefficients(
                final.Scored, new HalfSquared(), Exact(new CoordinateDescentOptions { LabelColumnName = label.Name })),
        };

    private static Hyperparameter L1(double initial) => Hyperparameter.Strength("λ₁", initial);

    private static Hyperparameter L2(double initial) => Hyperparameter.Strength("λ₂", initial);

    private static Candidate Linear<TOptions>(
        string name, Hyperparameter[] space, Func<FitRequest, TOptions, IEstimator<ITransformer>> trainer, Action<TOptions>? set = null)
        where TOptions : TrainerInputBaseWithLabel, new() => Uncertified(name, Family.MlNetLinear, space, trainer, set);

    private static Candidate Trees<TOptions>(string name, Hyperparameter[] space, Func<FitRequest, TOptions, IEstimator<ITransformer>> trainer)
        where TOptions : TrainerInputBaseWithLabel, new() => Uncertified(name, Family.Trees, space, trainer, set: null);

    private static Candidate Uncertified<TOptions>(
        string name, Family family, Hyperparameter[] space, Func<FitRequest, TOptions, IEstimator<ITransformer>> trainer, Action<TOptions>? set)
        where TOptions : TrainerInputBaseWithLabel, new() =>
        new(name, family, request =>
        {
            TOptions options = new() { LabelColumnName = request.Label, FeatureColumnName = request.Features };
            set?.Invoke(options);
            request.Configuration.ApplyTo(options);
            return new(trainer(request, options).Fit(request.Train), RelativeGap: null);
        })
        {
            Space = space,
        };

    private static double Spread(IReadOnlyList<float> values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
