using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Tables;

internal sealed class ColumnInferenceTests
{
    [TestCase(ColumnKind.Numeric, 0, null, "1", "2.5", "-3e4", "2.5")]
    [TestCase(ColumnKind.Numeric, 2, null, "1", "", "2", "NA")]
    [TestCase(ColumnKind.Categorical, 0, null, "yes", "no", "no", "yes")]
    [TestCase(ColumnKind.Categorical, 1, null, "yes", "", "no", "yes")]
    [TestCase(ColumnKind.Categorical, 0, null, "1", "2", "three", "4")]
    [TestCase(ColumnKind.Dropped, 0, "is always 'x'", "x", "x", "x", "x")]
    [TestCase(ColumnKind.Dropped, 0, "is always 7", "7", "7", "7", "7")]
    [TestCase(ColumnKind.Dropped, 4, "has no values", "", "NA", "", "?")]
    public void The_kind_follows_from_the_cells(ColumnKind kind, int missing, string? note, params string[] cells)
    {
        FeatureColumn column = Infer("x", cells);

        Assert.That(column.Kind, Is.EqualTo(kind));
        Assert.That(column.Missing, Is.EqualTo(missing));
        Assert.That(column.Note, Is.EqualTo(note));
    }

    [Test]
    public void A_stray_word_among_numbers_counts_as_missing_and_is_told_with_its_line()
    {
        FeatureColumn column = Infer("x", [.. Enumerable.Range(0, 40).Select(i => i == 7 ? "about 3" : $"{i % 13}.5")]);

        Assert.That(column.Kind, Is.EqualTo(ColumnKind.Numeric));
        Assert.That(column.Missing, Is.EqualTo(1));
        Assert.That(column.Note, Does.Contain("line 9: 'about 3'"));
    }

    [TestCase("x", 1, 1, "numbers the rows")]
    [TestCase("x", 50, -1, "numbers the rows")]
    [TestCase("customer_id", 1, 7, "numbers the rows")]
    [TestCase("x", 1, 7, null)]
    public void A_column_that_numbers_the_rows_is_dropped(string name, int first, int step, string? note)
    {
        Assert.That(Infer(name, [.. Enumerable.Range(0, 40).Select(i => $"{first + step * i}")]).Note, Is.EqualTo(note));
    }

    [Test]
    public void Free_text_and_too_many_levels_are_dropped()
    {
        Assert.That(Infer("x", [.. Enumerable.Range(0, 40).Select(i => $"text {i}")]).Note, Does.StartWith("looks like an identifier or free text (40"));
        Assert.That(Infer("x", [.. Enumerable.Range(0, 400).Select(i => $"level {i % 101}")]).Note, Is.EqualTo("has 101 different values, more than 100"));
        Assert.That(Infer("x", [.. Enumerable.Range(0, 400).Select(i => $"level {i % 100}")]).Kind, Is.EqualTo(ColumnKind.Categorical));
    }

    private static FeatureColumn Infer(string name, string[] cells)
    {
        using TemporaryDirectory directory = new();
        string path = directory.File($"label,{name}\n{string.Concat(cells.Select(cell => $"1,{cell}\n"))}");
        return ColumnInference.Infer(CsvTable.Read(path), "label").Single();
    }
}
