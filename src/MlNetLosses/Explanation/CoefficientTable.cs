using System.Globalization;
using System.Text;

namespace MlNetLosses.Explanation;

/// <summary>The coefficients of a linear model, by name. As text it is a table.</summary>
/// <param name="Intercept">The intercept; of weight 0 where the model has none.</param>
/// <param name="Features">One per feature, in the order of the slots.</param>
public sealed record CoefficientTable(Coefficient Intercept, IReadOnlyList<Coefficient> Features)
{
    private const string Gap = "  ";

    /// <summary>The noise scale, in label units: the residual standard error of least squares, σ of Huber where it was estimated; otherwise null.</summary>
    public double? Scale { get; init; }

    /// <summary>Examples less coefficients, the intercept included; null where there are no standard errors.</summary>
    public int? DegreesOfFreedom { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        Coefficient[] all = [Intercept, .. Features];
        List<string[]> columns = [["", .. all.Select(row => row.Name)], Column("weight", all, row => row.Weight)];
        if (Features.Any(row => row.StandardizedWeight is not null)) columns.Add(Column("standardized", all, row => row.StandardizedWeight));
        if (Features.Any(row => row.StandardError is not null))
        {
            columns.Add(Column("standard error", all, row => row.StandardError));
            columns.Add(Column("z", all, row => row.Z, "F2"));
        }

        int[] widths = [.. columns.Select(column => column.Max(cell => cell.Length))];
        StringBuilder text = new();
        for (int row = 0; row <= all.Length; row++)
        {
            text.Append(columns[0][row].PadRight(widths[0]));
            for (int c = 1; c < columns.Count; c++) text.Append(Gap).Append(columns[c][row].PadLeft(widths[c]));
            text.Append('\n');
        }

        if (Scale is double scale) text.Append(CultureInfo.InvariantCulture, $"scale {scale:G5}");
        if (DegreesOfFreedom is int degrees) text.Append(CultureInfo.InvariantCulture, $"{(Scale is null ? "" : ", ")}{degrees} degrees of freedom");
        return text.ToString().TrimEnd('\n');
    }

    private static string[] Column(string title, Coefficient[] rows, Func<Coefficient, double?> value, string format = "G5") =>
        [title, .. rows.Select(row => value(row)?.ToString(format, CultureInfo.InvariantCulture) ?? "")];
}
