using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Interop;

namespace MlNetLosses.Tests.Interop;

/// <summary>Enough rows for several threads: they read what one does, and leave what they cannot read to it.</summary>
[TestFixture]
public sealed class DenseBlocksTests
{
    private const int Rows = 70_001;

    private readonly MLContext mlContext = TestData.Context();

    [TestCase(1)]
    [TestCase(4)]
    public void Rows_come_in_their_order_on_any_number_of_threads(int threads)
    {
        IDataView data = mlContext.Data.LoadFromEnumerable(Examples());
        foreach (IDataView view in (IDataView[])[data, mlContext.Data.Cache(data)])
        {
            Examples? read = DenseBlocks.TryRead(view, Columns(view, LabelKind.Real), threads, () => { });
            Assert.That(read!.Labels, Is.EqualTo(Enumerable.Range(0, Rows).Select(i => (double)i)));
            Assert.That(read.Weights, Is.EqualTo(Enumerable.Range(0, Rows).Select(i => (double)(i % 5))));
            Assert.That(Enumerable.Range(0, Rows).All(i => read.Features[i].Values.SequenceEqual([i, -i])));
        }
    }

    [Test]
    public void An_invalid_row_of_a_later_block_is_told_as_ever()
    {
        Example[] examples = Examples();
        (examples[60_000].X[1], examples[65_000].X[0]) = (float.NaN, float.NaN);
        IDataView data = mlContext.Data.LoadFromEnumerable(examples);
        Assert.That(DenseBlocks.TryRead(data, Columns(data, LabelKind.Real), 4, () => { }), Is.Null);
        Assert.That(() => Read(data, LabelKind.Real), Throws.ArgumentException.With.Message.StartsWith("Row 60000 of column 'X' has NaN at slot 1."));
    }

    [Test]
    public void Labels_of_two_conventions_in_different_blocks_are_still_three_classes()
    {
        Example[] examples = Examples();
        for (int i = 0; i < Rows; i++) examples[i].Label = i < 60_000 ? i % 2 : 2 * (i % 2) - 1;
        IDataView data = mlContext.Data.LoadFromEnumerable(examples);
        Assert.That(() => Read(data, LabelKind.Binary), Throws.ArgumentException.With.Message.StartsWith("Row 60000 of column 'Label' has -1, but a row before it has 0."));
    }

    [Test]
    public void Sparse_rows_and_data_of_unknown_length_are_left_to_one_thread()
    {
        IDataView unknown = mlContext.Data.LoadFromEnumerable(Examples().Where(example => example.Label >= 0));
        IDataView sparse = mlContext.Data.LoadFromEnumerable([new SparseExample { X = new(9, 1, [1f], [3]) }]);
        foreach (IDataView data in (IDataView[])[unknown, sparse])
            Assert.That(DenseBlocks.TryRead(data, Columns(data, LabelKind.Real), 4, () => { }), Is.Null);
        Assert.That(Read(unknown, LabelKind.Real).Labels, Has.Length.EqualTo(Rows));
    }

    [Test]
    public void Reading_on_several_threads_can_be_cancelled()
    {
        IDataView data = mlContext.Data.LoadFromEnumerable(Examples());
        Assert.That(
            () => DenseBlocks.TryRead(data, Columns(data, LabelKind.Real), 4, () => throw new OperationCanceledException()),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static Example[] Examples() =>
        [.. Enumerable.Range(0, Rows).Select(i => new Example { X = [i, -i], Label = i, Weight = i % 5 })];

    private static ExampleColumns Columns(IDataView data, LabelKind kind) =>
        new(data.Schema["X"], data.Schema["Label"], data.Schema.GetColumnOrNull("Weight"), null, kind);

    private static Examples Read(IDataView data, LabelKind kind) =>
        new ExampleReader("X", "Label", "Weight", kind, skipInvalidRows: false, threads: 4).Read(data, () => { });

    private sealed class Example
    {
        [VectorType(2)]
        public float[] X { get; set; } = [];

        public float Label { get; set; }

        public float Weight { get; set; }
    }

    private sealed class SparseExample
    {
        [VectorType(9)]
        public VBuffer<float> X { get; set; }

        public float Label { get; set; }
    }
}
