using MlNetLosses.Samples.Compare.Tables;
using Spectre.Console;

namespace MlNetLosses.Samples.Compare.Reports;

/// <summary>Says what the file holds and what is done with each column.</summary>
internal static class DataSummary
{
    public static void Write(IAnsiConsole console, CsvTable table, Dataset data, bool taskInferred)
    {
        Label label = data.Label;
        console.MarkupLineInterpolated($"[bold]{table.Path}[/]: {Show.Count(table.RowCount)} rows, {table.Names.Count} columns");
        console.MarkupLineInterpolated($"Label [bold]{label.Name}[/]: {Describe(label)}{(taskInferred ? $" (it has {label.Reason}; --task overrides)" : "")}");
        if (table.RowCount - label.Rows.Count is > 0 and int unlabelled)
            console.MarkupLineInterpolated($"  left out: {Show.Count(unlabelled)} rows without a label, the first on line {FirstUnlabelled(table, label)}");

        Group(console, "numeric", data.Numeric, column => column.Name);
        Group(console, "categorical, one-hot", data.Categorical, column => column.Name);
        Group(console, "missing cells, replaced by the column's mean, with an indicator", [.. data.Numeric.Where(column => column.Missing > 0)], Missing);
        Group(console, "missing cells, a level of their own", [.. data.Categorical.Where(column => column.Missing > 0)], Missing);
        foreach (FeatureColumn column in data.Columns.Where(column => column.Note is not null))
            console.MarkupLineInterpolated($"  {(column.Kind == ColumnKind.Dropped ? $"dropped: {column.Name} {column.Note}" : $"{column.Name}: {column.Note}")}");
        console.MarkupLineInterpolated($"[grey]All candidates get the same features, prepared by each fold's training part alone; numeric columns are scaled to mean 0 and variance 1.[/]");
    }

    public static string Describe(Label label) => label.Task switch
    {
        LearningTask.Regression => "regression",
        LearningTask.Binary => $"binary classification, '{label.Classes[0]}' ({label.Values.Count(value => value == 0)} rows) against '{label.Classes[1]}'",
        _ => $"multiclass classification, {label.Classes.Count} classes",
    };

    private static long FirstUnlabelled(CsvTable table, Label label)
    {
        HashSet<int> labelled = [.. label.Rows];
        return table.Lines[Enumerable.Range(0, table.RowCount).First(row => !labelled.Contains(row))];
    }

    private static string Missing(FeatureColumn column) => $"{column.Name} ({Show.Count(column.Missing)})";

    private static void Group(IAnsiConsole console, string title, IReadOnlyList<FeatureColumn> columns, Func<FeatureColumn, string> show)
    {
        if (columns.Count > 0)
            console.MarkupLineInterpolated($"  {title} ({columns.Count}): [grey]{string.Join(", ", columns.Select(show))}[/]");
    }
}
