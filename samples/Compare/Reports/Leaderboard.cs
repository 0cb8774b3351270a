using MlNetLosses.Samples.Compare.Learning;
using Spectre.Console;

namespace MlNetLosses.Samples.Compare.Reports;

/// <summary>The table of results.</summary>
internal static class Leaderboard
{
    public static void Write(IAnsiConsole console, IReadOnlyList<Standing> standings, IReadOnlyList<Metric> metrics)
    {
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("").RightAligned());
        table.AddColumn("Candidate");
        table.AddColumn(new TableColumn($"[bold]{metrics[0].Name}[/]").RightAligned().NoWrap());
        foreach (Metric metric in metrics.Skip(1))
            table.AddColumn(new TableColumn(metric.Name).RightAligned());
        foreach (string heading in new[] { "p", "Fit s", "Weights ≠ 0", "Gap ≤" })
            table.AddColumn(new TableColumn(heading).RightAligned());

        for (int i = 0; i < standings.Count; i++)
        {
            Standing standing = standings[i];
            string name = standing.Candidate.Family == Family.MlNetLosses ? $"[green]{Markup.Escape(standing.Candidate.Name)}[/]" : Markup.Escape(standing.Candidate.Name);
            if (standing.Error is { } error)
                table.AddRow(["", name, "[red]failed[/]", .. metrics.Skip(1).Select(_ => ""), "", "", "", ""]);
            else
                table.AddRow([$"{i + 1}", name, .. Cells(standing, metrics)]);
        }
        console.Write(table);
        foreach (Standing failed in standings.Where(standing => standing.Error is not null))
            console.MarkupLineInterpolated($"[red]{failed.Candidate.Name}:[/] {failed.Error}");
        console.MarkupLineInterpolated(
            $"[grey]{metrics[0].Name}: mean ± standard deviation over {Show.Folds(standings.Max(standing => standing.Scores.Count))}; the rest are means. p: of the difference from the best (corrected resampled t-test); {Show.TieMark} marks those that can't be told from it at 5 %. Green: MlNetLosses. Gap: the share of the achievable improvement that the fit can have missed at most (worst fold); only its models carry that certificate.[/]");
        if (standings.Any(standing => standing.Scores.Any(score => score.TimedOut)))
            console.MarkupLineInterpolated($"[yellow]{Show.TimedOut}[/]");
        foreach (FoldScore score in standings[0].Scores)
        {
            if (score is { Error: null, Search: { } search })
                console.MarkupLineInterpolated($"  [grey]the best in fold {score.Fold}, of {Show.Trials(search.Trials)}:[/] {search.Chosen}");
        }
    }

    private static IEnumerable<string> Cells(Standing standing, IReadOnlyList<Metric> metrics)
    {
        yield return Show.MeanAndDeviation(standing, 0);
        for (int m = 1; m < metrics.Count; m++)
            yield return Show.Number(standing.Mean(m));
        yield return Show.PValue(standing);
        yield return Show.Seconds(standing.FitSeconds);
        yield return standing.Scores[^1].Sparsity is { } sparsity ? $"{Show.Count(sparsity.NonZero)} of {Show.Count(sparsity.All)}" : "–";
        yield return Show.Gap(standing.RelativeGap);
    }
}
