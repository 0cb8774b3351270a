namespace MlNetLosses.Samples.Compare.Tables;

/// <summary>Decides from the label's cells what the task is, and reads them.</summary>
internal static class LabelInference
{
    /// <summary>A whole-numbered label with at most this many different values is taken for classes.</summary>
    private const int MaximumNumericClasses = 10;

    private const int MaximumClasses = 100;

    private static readonly string[] PositiveNames = ["yes", "true", "1", "y", "t", "positive"];

    /// <param name="table">The file.</param>
    /// <param name="name">The label's column.</param>
    /// <param name="task">What the user asked for, or null.</param>
    /// <exception cref="UserError">There is no such column, or it can't be a label for the task.</exception>
    public static Label Infer(CsvTable table, string name, LearningTask? task)
    {
        List<string> cells = table.Columns[IndexOf(table, name)];
        List<int> rows = [.. Enumerable.Range(0, cells.Count).Where(row => !Cell.IsMissing(cells[row]))];
        if (rows.Count == 0)
            throw new UserError($"{table.Path}: column '{name}' has no values, so there is nothing to predict.");

        List<string> classes = [.. rows.Select(row => cells[row].Trim()).Distinct().Order(StringComparer.Ordinal)];
        if (classes.Count == 1)
            throw new UserError($"{table.Path}: column '{name}' is '{classes[0]}' in every row, so there is nothing to learn.");

        (LearningTask inferred, string reason) = InferTask(classes, rows.Count);
        return (task ?? inferred) == LearningTask.Regression
            ? new(name, LearningTask.Regression, rows, [], Numbers(table, name, cells, rows), reason)
            : Classified(table, name, task ?? inferred, cells, rows, classes, reason);
    }

    private static int IndexOf(CsvTable table, string name)
    {
        for (int i = 0; i < table.Names.Count; i++)
        {
            if (table.Names[i] == name)
                return i;
        }
        IEnumerable<string> nearest = table.Names.OrderBy(other => EditDistance.Between(other, name)).Take(3).Select(other => $"'{other}'");
        throw new UserError($"{table.Path}, line 1: no column is called '{name}'. The closest are {string.Join(", ", nearest)}.");
    }

    private static (LearningTask Task, string Reason) InferTask(List<string> classes, int rows)
    {
        bool numeric = classes.Count(value => Cell.TryNumber(value, out _)) > classes.Count / 2;
        bool whole = classes.All(value => Cell.TryNumber(value, out float number) && float.IsInteger(number));
        return classes.Count == 2 ? (LearningTask.Binary, "two different values")
            : !numeric ? (LearningTask.Multiclass, $"{classes.Count} different names")
            : whole && classes.Count <= MaximumNumericClasses && rows >= 10 * classes.Count
                ? (LearningTask.Multiclass, $"only {classes.Count} different whole numbers; if they are amounts rather than classes, say --task regression")
            : (LearningTask.Regression, $"{classes.Count} different numbers");
    }

    private static float[] Numbers(CsvTable table, string name, List<string> cells, List<int> rows) =>
        [.. rows.Select(row => Cell.TryNumber(cells[row], out float number)
            ? number
            : throw new UserError(
                $"{table.Path}, line {table.Lines[row]}: '{cells[row]}' in column '{name}' is not a finite number, as regression needs. " +
                "Mend the cell, empty it to leave the row out, or say --task multiclass if the column holds classes."))];

    private static Label Classified(
        CsvTable table, string name, LearningTask task, List<string> cells, List<int> rows, List<string> classes, string reason)
    {
        if (task == LearningTask.Binary && classes.Count != 2)
        {
            throw new UserError(
                $"{table.Path}: column '{name}' has {classes.Count} different values ({string.Join(", ", classes.Take(4))}{(classes.Count > 4 ? ", …" : "")}), " +
                "where binary classification needs two. Say --task multiclass, or make it two.");
        }
        if (classes.Count > MaximumClasses)
        {
            throw new UserError(
                $"{table.Path}: column '{name}' has {classes.Count} different values, more than {MaximumClasses} classes. " +
                "If it holds numbers, say --task regression; if it is an identifier, choose another label.");
        }
        ILookup<string, int> members = rows.ToLookup(row => cells[row].Trim());
        if (classes.Find(value => members[value].Count() < 2) is { } single)
        {
            throw new UserError(
                $"{table.Path}, line {table.Lines[members[single].First()]}: '{single}' in column '{name}' is the only row of its class, " +
                "so no model can be both trained and tested on it. Take the row out, or give the class more rows.");
        }
        if (task == LearningTask.Binary)
            classes = [.. classes.OrderBy(value => Array.IndexOf(PositiveNames, value.ToLowerInvariant()) is int i and >= 0 ? i : int.MaxValue).ThenBy(value => members[value].Count())];
        Dictionary<string, int> indices = classes.Select((value, i) => (value, i)).ToDictionary(pair => pair.value, pair => pair.i, StringComparer.Ordinal);
        return new(name, task, rows, classes, [.. rows.Select(row => (float)indices[cells[row].Trim()])], reason);
    }
}
