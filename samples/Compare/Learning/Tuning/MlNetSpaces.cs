using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using static MlNetLosses.Samples.Compare.Learning.Tuning.Hyperparameter;

namespace MlNetLosses.Samples.Compare.Learning.Tuning;

/// <summary>
/// What is searched of ML.NET's trainers. A list of our own: of the attributes of their options, those of trees and LightGBM are not
/// public, and some ranges of the others leave out the default (L2Regularization of SgdCalibrated begins at 0.03, its default is 1e-6).
/// </summary>
internal static class MlNetSpaces
{
    public static Hyperparameter[] Sdca { get; } =
    [
        Real(nameof(SdcaRegressionTrainer.Options.L2Regularization), 1e-7, 1),
        Real(nameof(SdcaRegressionTrainer.Options.L1Regularization), 1e-7, 10),
        Real(nameof(SdcaRegressionTrainer.Options.ConvergenceTolerance), 1e-4, 0.2),
    ];

    public static Hyperparameter[] Online { get; } =
    [
        Real(nameof(AveragedLinearOptions.LearningRate), 1e-4, 1),
        Real(nameof(AveragedLinearOptions.L2Regularization), 1e-6, 0.1),
        OneOf(nameof(AveragedLinearOptions.DecreaseLearningRate), false, true),
        Whole(nameof(AveragedLinearOptions.NumberOfIterations), 1, 100),
    ];

    public static Hyperparameter[] LinearSvm { get; } =
    [
        Real(nameof(LinearSvmTrainer.Options.Lambda), 1e-6, 1),
        Whole(nameof(LinearSvmTrainer.Options.NumberOfIterations), 1, 100),
        OneOf(nameof(LinearSvmTrainer.Options.PerformProjection), false, true),
    ];

    public static Hyperparameter[] Sgd { get; } =
    [
        Real(nameof(SgdCalibratedTrainer.Options.L2Regularization), 1e-7, 1e-2),
        Real(nameof(SgdCalibratedTrainer.Options.LearningRate), 1e-3, 1),
        Whole(nameof(SgdCalibratedTrainer.Options.NumberOfIterations), 1, 100),
    ];

    public static Hyperparameter[] Lbfgs { get; } =
    [
        Real(nameof(LbfgsLogisticRegressionBinaryTrainer.Options.L2Regularization), 1e-3, 100),
        Real(nameof(LbfgsLogisticRegressionBinaryTrainer.Options.L1Regularization), 1e-3, 100),
    ];

    public static Hyperparameter[] FastTree { get; } =
    [
        Whole(nameof(BoostedTreeOptions.NumberOfTrees), 20, 500),
        Whole(nameof(BoostedTreeOptions.NumberOfLeaves), 4, 128),
        Whole(nameof(BoostedTreeOptions.MinimumExampleCountPerLeaf), 1, 64),
        Real(nameof(BoostedTreeOptions.LearningRate), 0.02, 0.4),
        Share(nameof(BoostedTreeOptions.FeatureFraction), 0.3, 1),
    ];

    public static Hyperparameter[] FastForest { get; } =
    [
        Whole(nameof(FastForestOptionsBase.NumberOfTrees), 20, 500),
        Whole(nameof(FastForestOptionsBase.NumberOfLeaves), 4, 256),
        Whole(nameof(FastForestOptionsBase.MinimumExampleCountPerLeaf), 1, 64),
        Share(nameof(FastForestOptionsBase.FeatureFraction), 0.3, 1),
    ];

    public static Hyperparameter[] LightGbm { get; } =
    [
        Whole(nameof(LightGbmRegressionTrainer.Options.NumberOfIterations), 20, 500),
        Whole(nameof(LightGbmRegressionTrainer.Options.NumberOfLeaves), 4, 128),
        Whole(nameof(LightGbmRegressionTrainer.Options.MinimumExampleCountPerLeaf), 1, 64),
        Real(nameof(LightGbmRegressionTrainer.Options.LearningRate), 0.02, 0.4),
    ];
}
