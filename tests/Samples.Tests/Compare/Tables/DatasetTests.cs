using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Samples.Compare;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Tables;

internal sealed class DatasetTests
{
    [Test]
    public void The_saved_loader_reads_the_file_as_the_models_were_trained()
    {
        using TemporaryDirectory directory = new();
        string path = directory.File("y;n;c\n1;0.1;\" a;b\"\n2;NA;\n3;;\"say \"\"hi\"\"\"\n4;1e-3;d d \n5;7;two\n");
        Dataset data = Read(path, "y");

        IDataView loaded = data.Loader(new MLContext()).Load(new MultiFileSource(path));

        Assert.That(loaded.GetColumn<float>("n"), Is.EqualTo(data.View.GetColumn<float>("n")).And.EqualTo(new[] { 0.1f, float.NaN, float.NaN, 1e-3f, 7f }));
        Assert.That(loaded.GetColumn<string>("c").Skip(1), Is.EqualTo(data.View.GetColumn<string>("c").Skip(1)));
    }

    [Test]
    public void A_view_of_some_rows_keeps_their_order()
    {
        using TemporaryDirectory directory = new();
        Dataset data = Read(directory.File("y,n\n1,10\n2,20\n3,30.5\n4,40\n"), "y");

        Assert.That(data.View.Subset([2, 0]).GetColumn<float>("n"), Is.EqualTo(new[] { 30.5f, 10f }));
        Assert.That(data.View.Subset([2, 0]).GetRowCount(), Is.EqualTo(2));
    }

    [Test]
    public void A_file_with_nothing_to_learn_from_is_refused_with_the_reasons()
    {
        using TemporaryDirectory directory = new();
        string path = directory.File("y,a,b\n1,x,\n2,x,\n3,x,\n");

        Assert.That(() => Read(path, "y"), Throws.TypeOf<UserError>()
            .With.Message.Contains("no column is left to predict 'y' from").And.Message.Contains("a is always 'x'").And.Message.Contains("b has no values"));
    }

    private static Dataset Read(string path, string label)
    {
        CsvTable table = CsvTable.Read(path);
        return new Dataset(table, LabelInference.Infer(table, label, null), ColumnInference.Infer(table, label));
    }
}
