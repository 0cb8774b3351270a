namespace MlNetLosses.Samples.Compare.Tables;

/// <summary>Decides from its cells how a column is used as a feature.</summary>
internal static class ColumnInference
{
    /// <summary>A categorical column with more levels than this says too little about each of them.</summary>
    public const int MaximumLevels = 100;

    /// <summary>A column is numeric if at least this share of its values are numbers; the rest then counts as missing.</summary>
    private const double NumericShare = 0.95;

    /// <summary>More different values per row than this: an identifier or free text rather than a category.</summary>
    private const double IdentifierShare = 0.9;

    public static IReadOnlyList<FeatureColumn> Infer(CsvTable table, string label) =>
        [.. table.Names.Select((name, i) => (name, i)).Where(column => column.name != label).Select(column => Infer(table, column.name, column.i))];

    private static FeatureColumn Infer(CsvTable table, string name, int index)
    {
        List<string> cells = table.Columns[index];
        List<int> present = [.. Enumerable.Range(0, cells.Count).Where(row => !Cell.IsMissing(cells[row]))];
        if (present.Count == 0)
            return new(name, index, ColumnKind.Dropped, cells.Count, "has no values");

        int missing = cells.Count - present.Count;
        List<int> notNumbers = [.. present.Where(row => !Cell.TryNumber(cells[row], out _))];
        if (notNumbers.Count <= (1 - NumericShare) * present.Count)
        {
            FeatureColumn numeric = InferNumeric(cells, present.Except(notNumbers), name, index, missing + notNumbers.Count);
            return notNumbers.Count == 0 || numeric.Kind == ColumnKind.Dropped ? numeric : numeric with
            {
                Note = $"{notNumbers.Count} cells are no numbers and count as missing, the first on line {table.Lines[notNumbers[0]]}: '{cells[notNumbers[0]]}'",
            };
        }

        int levels = present.Select(row => cells[row]).Distinct().Count();
        string? reason = levels == 1 && missing == 0 ? $"is always '{cells[0]}'"
            : levels > IdentifierShare * present.Count && present.Count > 10 ? $"looks like an identifier or free text ({levels} different values in {present.Count} rows)"
            : levels > MaximumLevels ? $"has {levels} different values, more than {MaximumLevels}"
            : null;
        return new(name, index, reason is null ? ColumnKind.Categorical : ColumnKind.Dropped, missing, reason);
    }

    private static FeatureColumn InferNumeric(List<string> cells, IEnumerable<int> rows, string name, int index, int missing)
    {
        float[] numbers = [.. rows.Select(row => Cell.TryNumber(cells[row], out float number) ? number : float.NaN)];
        bool whole = numbers.All(float.IsInteger);
        int distinct = numbers.Distinct().Count();
        string? reason = distinct == 1 && missing == 0 ? $"is always {cells[0]}"
            : whole && distinct == numbers.Length && numbers.Length > 10 && IsIdentifier(numbers, name) ? "numbers the rows"
            : null;
        return new(name, index, reason is null ? ColumnKind.Numeric : ColumnKind.Dropped, missing, reason);
    }

    /// <summary>Whole numbers that are all different: an identifier if they count up or down evenly, or if their column says so.</summary>
    private static bool IsIdentifier(float[] numbers, string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Id", StringComparison.Ordinal) ||
        Enumerable.Range(1, numbers.Length - 1).All(i => Math.Abs(numbers[i] - numbers[i - 1]) == 1);
}
