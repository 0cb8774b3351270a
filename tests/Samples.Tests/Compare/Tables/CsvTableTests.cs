using MlNetLosses.Samples.Compare;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Tables;

internal sealed class CsvTableTests
{
    [Test]
    public void Cells_are_read_by_column_and_remember_their_line()
    {
        using TemporaryDirectory directory = new();
        CsvTable table = CsvTable.Read(directory.File("a,b\n1,\"two\nlines\"\n\n3,\"say \"\"hi\"\", he said\"\n"));

        Assert.That(table.Names, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(table.Columns[1], Is.EqualTo(new[] { "two\nlines", "say \"hi\", he said" }));
        Assert.That(table.Lines, Is.EqualTo(new[] { 2L, 5L }));
    }

    [TestCase("a;b\n1;2\n", ';')]
    [TestCase("a\tb\n1\t2\n", '\t')]
    [TestCase("\uFEFFa,b\r\n1,2\r\n", ',')]
    public void Separators_line_ends_and_byte_order_marks_are_found_out(string text, char separator)
    {
        using TemporaryDirectory directory = new();
        CsvTable table = CsvTable.Read(directory.File(text));

        Assert.That(table.Separator, Is.EqualTo(separator));
        Assert.That(table.Names, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(table.Columns[1], Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public void A_column_without_a_name_gets_one()
    {
        using TemporaryDirectory directory = new();
        Assert.That(CsvTable.Read(directory.File(",b\n1,2\n")).Names, Is.EqualTo(new[] { "Column1", "b" }));
    }

    [TestCase("", "is empty")]
    [TestCase("\n\n", "is empty")]
    [TestCase("a,b\n", "has a header but no rows")]
    [TestCase("a,b\n1,2\n3\n", "line 3: 1 cells, where the header has 2")]
    [TestCase("a,b\n1,2\n3,4,5\n", "line 3: 3 cells, where the header has 2")]
    [TestCase("a,b,a\n1,2,3\n", "line 1: columns 1 and 3 are both called 'a'")]
    [TestCase("a,b\n1,\"2\n3,4\n", "line 2: ")]
    [TestCase("PK\u0003\u0004\u0000\u0001\n", "line 1: not text")]
    public void A_file_that_is_no_table_is_refused_with_its_line(string text, string message)
    {
        using TemporaryDirectory directory = new();
        string path = directory.File(text);

        Assert.That(() => CsvTable.Read(path), Throws.TypeOf<UserError>().With.Message.Contains(message).And.Message.Contains(path));
    }

    [Test]
    public void A_missing_file_and_a_directory_are_refused()
    {
        using TemporaryDirectory directory = new();
        Assert.That(() => CsvTable.Read(Path.Combine(directory.Path, "none.csv")), Throws.TypeOf<UserError>().With.Message.Contains("no such file"));
        Assert.That(() => CsvTable.Read(directory.Path), Throws.TypeOf<UserError>().With.Message.Contains("can't be read"));
    }
}
