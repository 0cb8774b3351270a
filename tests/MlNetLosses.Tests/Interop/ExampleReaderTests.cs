using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Interop;

namespace MlNetLosses.Tests.Interop;

[TestFixture]
public sealed class ExampleReaderTests
{
    private readonly MLContext mlContext = TestData.Context();

    [Test]
    public void Features_labels_and_weights_come_in_their_order()
    {
        List<RegressionExample> examples = TestData.Regression(20);
        Examples read = Read(TestData.View(mlContext, examples), LabelKind.Real);
        Assert.Multiple(() =>
        {
            Assert.That(read.Labels, Is.EqualTo(examples.Select(example => (double)example.Label)));
            Assert.That(read.Weights, Is.EqualTo(examples.Select(example => (double)example.Weight)));
            for (int i = 0; i < 20; i++) Assert.That(read.Features[i].Values.ToArray(), Is.EqualTo(examples[i].Features));
        });
    }

    [Test]
    public void The_order_is_kept_behind_transforms_and_from_a_text_file()
    {
        string path = Path.GetTempFileName();
        File.WriteAllLines(path, Enumerable.Range(0, 5000).Select(i => $"{i},{i + 1}"));
        IDataView data = mlContext.Data.LoadFromTextFile(path, [new("Label", DataKind.Single, 0), new("X", DataKind.Single, 1)], separatorChar: ',');
        IDataView transformed = mlContext.Transforms.Concatenate("Features", "X", "X").Fit(data).Transform(data);
        Examples read = new ExampleReader("Features", "Label", null, LabelKind.Real, false).Read(transformed, () => { });
        File.Delete(path);
        Assert.That(read.Labels, Is.EqualTo(Enumerable.Range(0, 5000).Select(i => (double)i)));
    }

    [Test]
    public void A_double_label_keeps_its_precision()
    {
        IDataView data = mlContext.Data.LoadFromEnumerable([new DoubleExample { Label = 1 + 1e-12 }]);
        Assert.That(Read(data, LabelKind.Real).Labels, Is.EqualTo(new[] { 1 + 1e-12 }));
    }

    [Test]
    public void Sparse_rows_make_a_sparse_matrix()
    {
        IDataView data = mlContext.Data.LoadFromEnumerable(
            [new SparseExample { Features = new(100, 2, [3f, 4f], [5, 99]) }, new SparseExample { Features = new(100, 0, [], []) }]);
        Examples read = Read(data, LabelKind.Real);
        Assert.That(read.Features.IsSparse, Is.True);
        Assert.That(read.Features[0].Columns.ToArray(), Is.EqualTo(new[] { 5, 99 }));
    }

    [TestCase(0f, 1f)]
    [TestCase(-1f, 1f)]
    public void Single_labels_of_two_classes_become_minus_and_plus_one(float negative, float positive) =>
        Assert.That(ReadLabels([negative, positive, negative], LabelKind.Binary), Is.EqualTo(new[] { -1.0, 1.0, -1.0 }));

    [Test]
    public void Another_single_label_is_an_error_even_when_invalid_rows_are_skipped() =>
        Assert.That(() => ReadLabels([0, 1, 2], LabelKind.Binary, skipInvalidRows: true), Throws.ArgumentException.With.Message.EqualTo(
            "Row 2 of column 'Label' has 2. A binary label must be 0 or 1, or -1 or +1. Correct the row, or train a multiclass or a regression model."));

    [TestCase(0f, -1f)]
    [TestCase(-1f, 0f)]
    public void Zero_beside_minus_one_would_be_a_third_class(float first, float second) =>
        Assert.That(() => ReadLabels([first, 1, second], LabelKind.Binary), Throws.ArgumentException.With.Message.StartsWith(
            $"Row 2 of column 'Label' has {second}, but a row before it has {first}."));

    [Test]
    public void A_negative_count_is_an_error() =>
        Assert.That(() => ReadLabels([3, -1], LabelKind.NonNegative), Throws.ArgumentException.With.Message.EqualTo(
            "Row 1 of column 'Label' has -1. The loss needs labels that are zero or positive. Correct the row, or choose another loss."));

    [Test]
    public void A_missing_feature_is_named_by_row_column_and_slot()
    {
        List<RegressionExample> examples = TestData.Regression(300);
        examples[204].Features[3] = float.NaN;
        Assert.That(() => Read(TestData.View(mlContext, examples), LabelKind.Real), Throws.ArgumentException.With.Message.EqualTo(
            "Row 204 of column 'Features' has NaN at slot 3. Replace missing values first, for example with ReplaceMissingValues."));
    }

    [Test]
    public void The_slot_of_a_sparse_row_is_that_of_the_column()
    {
        IDataView data = mlContext.Data.LoadFromEnumerable([new SparseExample { Features = new(100, 2, [3f, float.PositiveInfinity], [5, 12]) }]);
        Assert.That(() => Read(data, LabelKind.Real), Throws.ArgumentException.With.Message.StartsWith("Row 0 of column 'Features' has Infinity at slot 12."));
    }

    [TestCase(float.NaN, "NaN")]
    [TestCase(float.NegativeInfinity, "-Infinity")]
    public void A_label_that_is_not_finite_is_an_error(float label, string text) =>
        Assert.That(() => ReadLabels([1, label], LabelKind.Real), Throws.ArgumentException.With.Message.StartsWith($"Row 1 of column 'Label' has {text}."));

    [TestCase(-1f, "-1")]
    [TestCase(float.NaN, "NaN")]
    [TestCase(float.PositiveInfinity, "Infinity")]
    public void A_bad_weight_is_an_error(float weight, string text)
    {
        List<RegressionExample> examples = TestData.Regression(10);
        examples[4].Weight = weight;
        Assert.That(() => Read(TestData.View(mlContext, examples), LabelKind.Real), Throws.ArgumentException.With.Message.EqualTo(
            $"Row 4 of column 'Weight' has {text}. A weight must be zero or positive and finite. Correct the row, or set SkipInvalidRows."));
    }

    [Test]
    public void Weights_of_0_are_read_but_not_all_of_them_may_be_0()
    {
        List<RegressionExample> examples = TestData.Regression(3);
        examples[0].Weight = 0;
        Assert.That(Read(TestData.View(mlContext, examples), LabelKind.Real).Labels, Has.Length.EqualTo(3));
        foreach (RegressionExample example in examples) example.Weight = 0;
        Assert.That(() => Read(TestData.View(mlContext, examples), LabelKind.Real), Throws.ArgumentException.With.Message.EqualTo(
            "Every weight in column 'Weight' is 0. At least one must be positive."));
    }

    [Test]
    public void Invalid_rows_are_skipped_and_counted_when_asked()
    {
        List<RegressionExample> examples = TestData.Regression(10);
        examples[2].Features[0] = float.NaN;
        examples[3].Label = float.PositiveInfinity;
        examples[9].Weight = -1;
        Examples read = Read(TestData.View(mlContext, examples), LabelKind.Real, skipInvalidRows: true);
        Assert.Multiple(() =>
        {
            Assert.That(read.SkippedRows, Is.EqualTo(3));
            Assert.That(read.Labels, Has.Length.EqualTo(7));
            Assert.That(read.Features.RowCount, Is.EqualTo(7));
            Assert.That(read.Features[2].Values.ToArray(), Is.EqualTo(examples[4].Features));
        });
    }

    [Test]
    public void A_missing_key_is_an_invalid_row()
    {
        IDataView data = TestData.View(mlContext, TestData.Multiclass(20));
        IDataView keyed = mlContext.Transforms.Conversion.MapValueToKey("Label", keyData: TestData.View(mlContext, [new Known { Label = "low" }])).Fit(data).Transform(data);
        Assert.That(() => Read(keyed, LabelKind.Class), Throws.ArgumentException.With.Message.Contains("of column 'Label' has no key."));
        Assert.That(Read(keyed, LabelKind.Class, skipInvalidRows: true).Labels, Has.All.Zero);
    }

    [Test]
    public void No_rows_and_no_valid_rows_are_errors()
    {
        List<RegressionExample> examples = TestData.Regression(5);
        foreach (RegressionExample example in examples) example.Label = float.NaN;
        Assert.That(() => Read(TestData.View(mlContext, new List<RegressionExample>()), LabelKind.Real), Throws.ArgumentException.With.Message.StartsWith("The training data has no rows."));
        Assert.That(() => Read(TestData.View(mlContext, examples), LabelKind.Real, skipInvalidRows: true), Throws.ArgumentException.With.Message.StartsWith("All 5 rows of the training data were skipped"));
    }

    [Test]
    public void Reading_can_be_cancelled() =>
        Assert.That(
            () => new ExampleReader("Features", "Label", null, LabelKind.Real, false)
                .Read(TestData.View(mlContext, TestData.Regression()), () => throw new OperationCanceledException()),
            Throws.InstanceOf<OperationCanceledException>());

    private double[] ReadLabels(float[] labels, LabelKind kind, bool skipInvalidRows = false)
    {
        IEnumerable<RegressionExample> examples = labels.Select(label => new RegressionExample { Features = new float[TestData.FeatureCount], Label = label, Weight = 1 });
        return Read(TestData.View(mlContext, examples.ToList()), kind, skipInvalidRows).Labels;
    }

    private static Examples Read(IDataView data, LabelKind kind, bool skipInvalidRows = false) =>
        new ExampleReader("Features", "Label", data.Schema.GetColumnOrNull("Weight") is null ? null : "Weight", kind, skipInvalidRows).Read(data, () => { });

    private sealed class DoubleExample
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [1];

        public double Label { get; set; }
    }

    private sealed class SparseExample
    {
        [VectorType(100)]
        public VBuffer<float> Features { get; set; }

        public float Label { get; set; }
    }

    private sealed class Known
    {
        public string Label { get; set; } = "";
    }
}
