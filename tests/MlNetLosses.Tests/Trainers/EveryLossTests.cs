using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;

namespace MlNetLosses.Tests.Trainers;

/// <summary>Every public loss trains with every solver that takes it, to a finite model that beats the intercept alone.</summary>
[TestFixture]
public sealed class EveryLossTests
{
    private static readonly ElasticNet Penalty = new(1e-4, 1e-2);
    private readonly MLContext mlContext = TestData.Context();

    [TestCaseSource(nameof(DualLosses))]
    public void Sdca_and_sgd_train(Type loss) => Run(nameof(TrainDual), loss);

    [TestCaseSource(nameof(CurvedLosses))]
    public void Coordinate_descent_trains(Type loss) => Run(nameof(TrainCurved), loss);

    [TestCaseSource(nameof(ClassLosses))]
    public void Sdca_and_sgd_train_classes(Type loss) => Run(nameof(TrainClasses), loss);

    [Test]
    public void Softmax_and_Poisson_get_the_models_that_undo_their_link()
    {
        IDataView classes = TestData.KeyedView(mlContext, TestData.Multiclass()), counts = TestData.View(mlContext, TestData.Counts());
        Assert.Multiple(() =>
        {
            Assert.That(mlContext.MulticlassClassification.Trainers.ProximalSgd(new SoftmaxCrossEntropy(), Penalty).Fit(classes).Model, Is.TypeOf<MaximumEntropyModelParameters>());
            Assert.That(mlContext.MulticlassClassification.Trainers.ProximalSgd(new CrammerSinger(), Penalty).Fit(classes).Model, Is.TypeOf<LinearMulticlassModelParameters>());
            Assert.That(mlContext.Regression.Trainers.ProximalSgd(new Poisson(), Penalty).Fit(counts).Model, Is.TypeOf<PoissonRegressionModelParameters>());
        });
    }

    private static IEnumerable<Type> DualLosses => Losses(typeof(IDualLoss));

    private static IEnumerable<Type> CurvedLosses => Losses(typeof(ICurvedLoss));

    private static IEnumerable<Type> ClassLosses => Losses(typeof(IMulticlassDualLoss));

    private static IEnumerable<Type> Losses(Type kind) =>
        typeof(ILoss).Assembly.GetExportedTypes().Where(type => type.IsValueType && type.IsAssignableTo(kind) && type != typeof(Poisson));

    private void TrainDual<TLoss>()
        where TLoss : struct, IDualLoss
    {
        TLoss loss = new();
        if (TLoss.Labels == LabelDomain.PlusMinusOne)
        {
            IDataView data = TestData.View(mlContext, TestData.Binary());
            mlContext.BinaryClassification.Trainers.ProximalSdca(loss, Penalty).Fit(data, out TrainingSummary sdca);
            mlContext.BinaryClassification.Trainers.ProximalSgd(loss, Penalty).Fit(data, out TrainingSummary sgd);
            AssertLearned(sdca, sgd);
        }
        else
        {
            IDataView data = TestData.View(mlContext, TestData.Regression());
            mlContext.Regression.Trainers.ProximalSdca(loss, Penalty).Fit(data, out TrainingSummary sdca);
            mlContext.Regression.Trainers.ProximalSgd(loss, Penalty).Fit(data, out TrainingSummary sgd);
            AssertLearned(sdca, sgd);
        }
    }

    private void TrainCurved<TLoss>()
        where TLoss : struct, ICurvedLoss
    {
        TLoss loss = new();
        TrainingSummary summary;
        if (TLoss.Labels == LabelDomain.PlusMinusOne)
            mlContext.BinaryClassification.Trainers.CoordinateDescent(loss, new Lasso(1e-3)).Fit(TestData.View(mlContext, TestData.Binary()), out summary);
        else
            mlContext.Regression.Trainers.CoordinateDescent(loss, new Lasso(1e-3)).Fit(TestData.View(mlContext, TestData.Regression()), out summary);
        AssertLearned(summary, summary);
    }

    private void TrainClasses<TLoss>()
        where TLoss : struct, IMulticlassDualLoss
    {
        IDataView data = TestData.KeyedView(mlContext, TestData.Multiclass());
        mlContext.MulticlassClassification.Trainers.ProximalSdca(new TLoss(), Penalty).Fit(data, out TrainingSummary sdca);
        mlContext.MulticlassClassification.Trainers.ProximalSgd(new TLoss(), Penalty).Fit(data, out TrainingSummary sgd);
        AssertLearned(sdca, sgd);
    }

    private static void AssertLearned(TrainingSummary exact, TrainingSummary stochastic)
    {
        Assert.That(exact.Converged, Is.True, exact.ToString());
        double achievable = exact.Certificate.NullObjective - exact.Objective;
        Assert.That(stochastic.Objective - exact.Objective, Is.LessThanOrEqualTo(0.05 * achievable + 1e-6), stochastic.ToString());
    }

    private void Run(string method, Type loss) =>
        typeof(EveryLossTests).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(loss).CreateDelegate<Action>(this)();
}
