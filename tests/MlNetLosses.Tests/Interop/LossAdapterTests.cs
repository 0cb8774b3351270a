using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;

namespace MlNetLosses.Tests.Interop;

/// <summary>Our losses in ML.NET's own trainers.</summary>
[TestFixture]
public sealed class LossAdapterTests
{
    private readonly MLContext mlContext = TestData.Context();

    [Test]
    public void Native_sdca_with_our_Huber_comes_near_the_optimum_of_our_own()
    {
        IDataView data = Normalized(TestData.View(mlContext, TestData.Regression()));
        LinearRegressionModelParameters theirs = mlContext.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
        {
            LossFunction = new Huber(1).ToMlNetRegressionLoss(),
            L1Regularization = 0,
            L2Regularization = 0.01f,
            BiasLearningRate = 1,
            ConvergenceTolerance = 1e-6f,
            MaximumNumberOfIterations = 500,
            NumberOfThreads = 1,
        }).Fit(data).Model;
        LinearRegressionModelParameters ours = mlContext.Regression.Trainers.ProximalSdca(new Huber(1), new Ridge(0.01), new ProximalSdcaOptions { Standardize = false }).Fit(data).Model;
        Assert.That(theirs.Weights, Is.EqualTo(ours.Weights).Within(0.02));
        Assert.That(theirs.Bias, Is.EqualTo(ours.Bias).Within(0.05));
    }

    [Test]
    public void Native_sdca_with_our_hinge_comes_near_the_optimum_of_our_own()
    {
        IDataView data = Normalized(TestData.View(mlContext, TestData.Binary()));
        LinearBinaryModelParameters theirs = mlContext.BinaryClassification.Trainers.SdcaNonCalibrated(new SdcaNonCalibratedBinaryTrainer.Options
        {
            LossFunction = new Hinge().ToMlNetClassificationLoss(),
            L1Regularization = 0,
            L2Regularization = 0.05f,
            BiasLearningRate = 1,
            ConvergenceTolerance = 1e-6f,
            MaximumNumberOfIterations = 500,
            NumberOfThreads = 1,
        }).Fit(data).Model;
        LinearBinaryModelParameters ours = mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), new Ridge(0.05), new ProximalSdcaOptions { Standardize = false }).Fit(data).Model;
        Assert.That(theirs.Weights, Is.EqualTo(ours.Weights).Within(0.05));
    }

    [Test]
    public void The_online_and_gradient_trainers_learn_with_our_losses()
    {
        IDataView numbers = Normalized(TestData.View(mlContext, TestData.Regression()));
        IDataView binary = Normalized(TestData.View(mlContext, TestData.Binary()));
        BinaryClassificationCatalog.BinaryClassificationTrainers trainers = mlContext.BinaryClassification.Trainers;
        Assert.Multiple(() =>
        {
            Assert.That(mlContext.Regression.Trainers.OnlineGradientDescent(lossFunction: new Huber(1).ToMlNetRegressionLoss(), numberOfIterations: 20).Fit(numbers).Model.Weights[0], Is.GreaterThan(1));
            Assert.That(AccuracyOf(trainers.SgdNonCalibrated(lossFunction: new SmoothedHinge(0.5).ToMlNetClassificationLoss()).Fit(binary), binary), Is.GreaterThan(0.75));
            Assert.That(AccuracyOf(trainers.AveragedPerceptron(lossFunction: new Hinge().ToMlNetClassificationLoss()).Fit(binary), binary), Is.GreaterThan(0.75));
            Assert.That(AccuracyOf(trainers.SdcaNonCalibrated(lossFunction: new Logistic().ToMlNetClassificationLoss()).Fit(binary), binary), Is.GreaterThan(0.75));
        });
    }

    [Test]
    public void Native_multiclass_sdca_learns_with_our_loss()
    {
        IDataView data = Normalized(TestData.KeyedView(mlContext, TestData.Multiclass()));
        ITransformer model = mlContext.MulticlassClassification.Trainers.SdcaNonCalibrated(lossFunction: new SmoothedHinge(0.5).ToMlNetClassificationLoss()).Fit(data);
        Assert.That(mlContext.MulticlassClassification.Evaluate(model.Transform(data)).MicroAccuracy, Is.GreaterThan(0.6));
    }

    [Test]
    public void The_adapter_repeats_the_loss_for_labels_0_and_1_as_for_minus_and_plus_one()
    {
        LossAdapter<Hinge> adapter = new(new Hinge());
        Assert.Multiple(() =>
        {
            Assert.That(adapter.Loss(0.25f, 0), Is.EqualTo(1.25));
            Assert.That(adapter.Loss(0.25f, -1), Is.EqualTo(1.25));
            Assert.That(adapter.Derivative(0.25f, 0), Is.EqualTo(1));
            Assert.That(adapter.Derivative(0.25f, 1), Is.EqualTo(-1));
            Assert.That(adapter.DualLoss(1, 0.5f), Is.EqualTo(0.5).Within(1e-9));
        });
    }

    [Test]
    public void A_dual_outside_its_domain_is_brought_back_and_a_row_without_features_steps_to_the_edge()
    {
        LossAdapter<Hinge> adapter = new(new Hinge());
        Assert.That(adapter.DualLoss(1, 1.25f), Is.EqualTo(1));
        float step = adapter.DualUpdate(1, 1, 0.5f, adapter.ComputeDualUpdateInvariant(0), 1);
        Assert.That(step, Is.Zero);
        Assert.That(adapter.DualUpdate(0, 1, 0.5f, adapter.ComputeDualUpdateInvariant(0), 2), Is.EqualTo(0.25f));
    }

    [Test]
    public void A_loss_of_another_label_domain_is_refused_with_the_way_out()
    {
        Assert.That(() => new Hinge().ToMlNetRegressionLoss(), Throws.ArgumentException.With.Message.Contains("ToMlNetClassificationLoss"));
        Assert.That(() => new Huber().ToMlNetClassificationLoss(), Throws.ArgumentException.With.Message.Contains("ToMlNetRegressionLoss"));
        Assert.That(() => new Poisson().ToMlNetRegressionLoss(), Throws.ArgumentException.With.Message.Contains("ProximalSdca"));
        Assert.That(() => default(Huber).ToMlNetRegressionLoss(), Throws.ArgumentException.With.Message.Contains("default(Huber)"));
    }

    private IDataView Normalized(IDataView data) =>
        mlContext.Data.Cache(mlContext.Transforms.NormalizeMeanVariance("Features", fixZero: false).Fit(data).Transform(data));

    private double AccuracyOf(ITransformer model, IDataView data) =>
        mlContext.BinaryClassification.EvaluateNonCalibrated(model.Transform(data)).Accuracy;
}
