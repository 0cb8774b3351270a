using System.Globalization;
using CsvHelper;
using MlNetLosses.Samples.Compare.Learning;

namespace MlNetLosses.Samples.Compare.Reports;

/// <summary>results.csv: one line per candidate and fold; what concerns all folds of a candidate is repeated on each.</summary>
internal static class ResultsFile
{
    public static string Save(string directory, IReadOnlyList<FoldScore> scores, IReadOnlyList<Standing> standings, IReadOnlyList<Metric> metrics) =>
        SafeFile.Write(directory, "results.csv", path =>
        {
            using CsvWriter writer = CsvWriter.ToFile(path);
            writer.WriteRecord([
                "candidate", "family", "fold", .. metrics.Select(metric => metric.Name), "fit_seconds", "nonzero_weights", "weights", "relative_gap", "p_value", "tied_with_best", "trials", "configuration", "error"]);
            Dictionary<Candidate, Standing> standing = standings.ToDictionary(one => one.Candidate);
            foreach (FoldScore score in scores)
                writer.WriteRecord(Cells(score, standing[score.Candidate], metrics.Count));
        });

    private static string[] Cells(FoldScore score, Standing standing, int metrics) =>
    [
        score.Candidate.Name,
        score.Candidate.Family.ToString(),
        Text(score.Fold),
        .. Enumerable.Range(0, metrics).Select(m => score.Error is null && double.IsFinite(score.Values[m]) ? Text(score.Values[m]) : ""),
        Text(score.FitSeconds),
        Text(score.Sparsity?.NonZero),
        Text(score.Sparsity?.All),
        Text(score.RelativeGap),
        Text(standing.PValue),
        standing.PValue is null ? "" : standing.TiedWithBest ? "yes" : "no",
        Text(score.Search?.Trials),
        score.Search?.Chosen.ToString() ?? "",
        score.Error ?? "",
    ];

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
