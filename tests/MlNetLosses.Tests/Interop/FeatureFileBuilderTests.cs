using Microsoft.ML.Data;
using MlNetLosses.Data;
using MlNetLosses.Interop;

namespace MlNetLosses.Tests.Interop;

[TestFixture]
public sealed class FeatureFileBuilderTests
{
    private const int Columns = 8;
    private DirectoryInfo directory = null!;

    [SetUp]
    public void Create() => directory = Directory.CreateTempSubdirectory("features");

    [TearDown]
    public void Clean() => directory.Delete(recursive: true);

    [TestCase(false)]
    [TestCase(true)]
    public void Rows_of_either_kind_come_back_in_their_order(bool isSparse)
    {
        // More than are gathered first; those decide about the storage, the others are of both kinds.
        Random random = new(1);
        List<VBuffer<float>> rows = [.. Enumerable.Range(0, 1500).Select(i => (i < 1100 ? isSparse : i % 2 == 0)
            ? new VBuffer<float>(Columns, 1, [i % 7], [random.Next(Columns)])
            : new VBuffer<float>(Columns, [.. Enumerable.Range(0, Columns).Select(j => (float)(i + j))]))];
        using FeatureFileBuilder builder = new(directory.FullName, Columns);
        foreach (VBuffer<float> row in rows) builder.Add(row);
        (FeatureMatrix features, FeatureFile? file) = builder.Build();
        using (file)
        {
            Assert.That((features.RowCount, features.ColumnCount, features.IsSparse), Is.EqualTo((rows.Count, Columns, isSparse)));
            for (int i = 0; i < rows.Count; i++)
            {
                double[] values = new double[Columns];
                features[i].AddTo(values, 1);
                Assert.That(values, Is.EqualTo(rows[i].DenseValues().Select(value => (double)value)));
                if (isSparse) Assert.That(features[i].Values.Contains(0), Is.False);
            }
        }

        Assert.That(directory.GetFiles(), Is.Empty);
    }

    [TestCase(3)]
    [TestCase(2000)]
    public void Rows_that_are_not_wanted_after_all_leave_no_file(int rowCount)
    {
        using (FeatureFileBuilder builder = new(Path.Combine(directory.FullName, "made"), Columns))
            for (int i = 0; i < rowCount; i++) builder.Add(new(Columns, new float[Columns]));
        Assert.That(directory.GetFiles("*", SearchOption.AllDirectories), Is.Empty);
    }
}
