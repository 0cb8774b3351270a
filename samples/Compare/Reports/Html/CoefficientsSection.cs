using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using MlNetLosses.Explanation;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>What the best linear model says of each column.</summary>
internal static class CoefficientsSection
{
    /// <summary>More would bury the rest of the page: the others are folded away.</summary>
    private const int Shown = 20;

    public static XElement? Of(FinalModel final)
    {
        if (LinearExplanation.Of(final) is not { } table)
            return null;
        Coefficient[] sorted = [.. table.Features.OrderByDescending(feature => Math.Abs(feature.StandardizedWeight ?? 0))];
        Coefficient[] zero = [.. sorted.Where(feature => feature.Weight == 0)], weighty = [.. sorted.Where(feature => feature.Weight != 0)];
        bool hasErrors = table.Features.Any(feature => feature.StandardError is not null);
        return new(
            "section", new XAttribute("class", "coefficients"),
            new XElement("h2", $"What the best linear model says: {final.Candidate.Name}"),
            Rows([table.Intercept, .. weighty.Take(Shown)], hasErrors),
            weighty.Length > Shown
                ? new XElement("details", new XElement("summary", $"The other {weighty.Length - Shown} coefficients"), Rows(weighty.Skip(Shown), hasErrors))
                : null,
            new XElement("p", new XAttribute("class", "note"), Reading(final, final.Data.Label, zero.Length, hasErrors)));
    }

    private static XElement Rows(IEnumerable<Coefficient> coefficients, bool hasErrors) => Markup.Table(
        [
            Markup.Heading("Column"), Markup.NumberHeading("Weight"), Markup.NumberHeading("Standardized"),
            .. hasErrors ? new[] { Markup.NumberHeading("Standard error"), Markup.NumberHeading("z") } : [],
        ],
        coefficients.Select(coefficient => new XElement(
            "tr",
            new XElement("th", new XAttribute("scope", "row"), coefficient.Name),
            Markup.Number(Text(coefficient.Weight)), Markup.Number(Text(coefficient.StandardizedWeight)),
            hasErrors ? new[] { Markup.Number(Text(coefficient.StandardError)), Markup.Number(coefficient.Z?.ToString("F2", CultureInfo.InvariantCulture) ?? "") } : null)));

    private static string Reading(FinalModel final, Label label, int zeros, bool hasErrors)
    {
        string output = (final.Model as ISingleFeaturePredictionTransformer<object>)?.Model is PoissonRegressionModelParameters ? $"the logarithm of the predicted {label.Name}"
            : label.Task == LearningTask.Regression ? $"the predicted {label.Name}"
            : $"the score (high for '{label.Classes[0]}')";
        return $"Fitted on all {Show.Count(label.Rows.Count)} rows{(final.Search is { } search ? $" with {search.Chosen}" : "")}. Weight: the change of {output} when the column, in its own unit, grows by 1 and the others stay; " +
            "for a category (column.value), when it applies; only differences between the categories of a column count. Standardized: when the column grows by its standard deviation; largest first. " +
            (zeros > 0 ? $"{Show.Count(zeros)} coefficients are 0 and left out. " : "") +
            (hasErrors ? "Standard errors are those of theory, for the unpenalised model." : "No standard errors: theory gives them for models without a penalty, of columns that don't depend on each other.");
    }

    private static string Text(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "";
}
