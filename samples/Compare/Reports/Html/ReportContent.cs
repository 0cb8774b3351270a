using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Reports.Html;

/// <summary>What a report tells of.</summary>
/// <param name="Table">The file.</param>
/// <param name="Data">What was made of it.</param>
/// <param name="Standings">The candidates, best first.</param>
/// <param name="Metrics">The task's; the first one ranks.</param>
/// <param name="Folds">Of cross-validation.</param>
/// <param name="DoneFits">Fits of cross-validation; those of a fold that was not completed are not ranked.</param>
/// <param name="PlannedFits">Candidates times folds; fewer are done if the run was cancelled.</param>
internal sealed record ReportContent(
    CsvTable Table, Dataset Data, IReadOnlyList<Standing> Standings, IReadOnlyList<Metric> Metrics, int Folds, int DoneFits, int PlannedFits)
{
    /// <summary>The best linear model, fitted on all rows; null if there is none.</summary>
    public FinalModel? Linear { get; init; }

    /// <summary>Those that did not fail.</summary>
    public IReadOnlyList<Standing> Ranked => [.. Standings.Where(standing => standing.Error is null)];
}
