using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Trainers;

/// <summary>Schemas, and errors about them, are those of ML.NET's own trainers for the same task.</summary>
[TestFixture]
public sealed class SchemaTests
{
    private static readonly Ridge Penalty = new(1e-3);
    private readonly MLContext mlContext = TestData.Context();

    private sealed record Pair(IDataView Data, IEstimator<ITransformer> Ours, IEstimator<ITransformer> Theirs);

    [TestCaseSource(nameof(Tasks))]
    public void Output_schema_equals_that_of_the_native_trainer(string task)
    {
        Pair pair = PairOf(task);
        SchemaShape input = NativeSchema.ShapeOf(pair.Data.Schema);
        Assert.That(Describe(pair.Ours.GetOutputSchema(input)), Is.EqualTo(Describe(pair.Theirs.GetOutputSchema(input))));
    }

    [TestCaseSource(nameof(Tasks))]
    public void Transformed_schema_equals_that_of_the_native_trainer(string task)
    {
        Pair pair = PairOf(task);
        string ours = Describe(NativeSchema.ShapeOf(pair.Ours.Fit(pair.Data).GetOutputSchema(pair.Data.Schema)));
        string theirs = Describe(NativeSchema.ShapeOf(pair.Theirs.Fit(pair.Data).GetOutputSchema(pair.Data.Schema)));
        Assert.That(ours, Is.EqualTo(theirs));
    }

    [TestCaseSource(nameof(Tasks))]
    public void A_missing_column_gives_the_native_error(string task)
    {
        Pair pair = PairOf(task);
        foreach (string column in (string[])["Features", "Label"])
        {
            IDataView data = mlContext.Transforms.DropColumns(column).Fit(pair.Data).Transform(pair.Data);
            Assert.That(ErrorOf(pair.Ours, data), Is.EqualTo(ErrorOf(pair.Theirs, data)).And.Contain(column));
        }
    }

    [Test]
    public void A_column_of_another_type_gives_the_native_error()
    {
        foreach (string task in Tasks)
        {
            Pair pair = PairOf(task);
            IDataView data = mlContext.Transforms.CopyColumns("Features", "Weight")
                .Append(mlContext.Transforms.Concatenate("Label", "Weight", "Weight")).Fit(pair.Data).Transform(pair.Data);
            Assert.That(ErrorOf(pair.Ours, data), Is.EqualTo(ErrorOf(pair.Theirs, data)).And.Contain("Single"));
            data = mlContext.Transforms.Concatenate("Label", "Weight", "Weight").Fit(pair.Data).Transform(pair.Data);
            Assert.That(ErrorOf(pair.Ours, data), Is.EqualTo(ErrorOf(pair.Theirs, data)).And.Contain("Label"));
        }
    }

    [Test]
    public void A_missing_weight_column_gives_the_native_error()
    {
        IDataView data = TestData.View(mlContext, TestData.Regression());
        string ours = ErrorOf(mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty, exampleWeightColumnName: "None"), data);
        string theirs = ErrorOf(mlContext.Regression.Trainers.Sdca(exampleWeightColumnName: "None"), data);
        Assert.That(ours, Is.EqualTo(theirs).And.Contain("None"));
    }

    [Test]
    public void Info_says_that_data_need_not_be_normalised_nor_cached()
    {
        TrainerInfo info = mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), Penalty).Info;
        Assert.Multiple(() =>
        {
            Assert.That(info.NeedNormalization, Is.False);
            Assert.That(info.WantCaching, Is.False);
        });
    }

    private static string[] Tasks => ["regression", "poisson", "binary", "logistic", "maximum entropy", "linear multiclass"];

    private Pair PairOf(string task)
    {
        IDataView numbers = TestData.View(mlContext, TestData.Counts());
        IDataView binary = TestData.View(mlContext, TestData.Binary());
        IDataView classes = TestData.KeyedView(mlContext, TestData.Multiclass());
        return task switch
        {
            "regression" => new(numbers, mlContext.Regression.Trainers.ProximalSdca(new Huber(), Penalty), mlContext.Regression.Trainers.Sdca(maximumNumberOfIterations: 1)),
            "poisson" => new(numbers, mlContext.Regression.Trainers.ProximalSdca(new Poisson(), Penalty), mlContext.Regression.Trainers.LbfgsPoissonRegression()),
            "binary" => new(binary, mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), Penalty), mlContext.BinaryClassification.Trainers.SdcaNonCalibrated(maximumNumberOfIterations: 1)),
            "logistic" => new(binary, mlContext.BinaryClassification.Trainers.ProximalSdcaLogisticRegression(Penalty), mlContext.BinaryClassification.Trainers.SdcaLogisticRegression(maximumNumberOfIterations: 1)),
            "maximum entropy" => new(classes, mlContext.MulticlassClassification.Trainers.ProximalSdca(new SoftmaxCrossEntropy(), Penalty), mlContext.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 1)),
            _ => new(classes, mlContext.MulticlassClassification.Trainers.ProximalSdca(new CrammerSinger(), Penalty), mlContext.MulticlassClassification.Trainers.SdcaNonCalibrated(maximumNumberOfIterations: 1)),
        };
    }

    private static string ErrorOf(IEstimator<ITransformer> estimator, IDataView data) =>
        Assert.Catch<ArgumentException>(() => estimator.Fit(data))!.Message;

    private static string Describe(SchemaShape shape) =>
        string.Join('\n', shape.OrderBy(column => column.Name).Select(column => Describe(column)));

    private static string Describe(SchemaShape.Column column)
    {
        string annotations = string.Join(", ", column.Annotations.OrderBy(a => a.Name).Select(a => $"{a.Name} {a.Kind} {a.ItemType} {a.IsKey}"));
        return $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} [{annotations}]";
    }
}
