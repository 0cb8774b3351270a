using System.Diagnostics;
using Microsoft.ML;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Reports;
using MlNetLosses.Samples.Compare.Reports.Html;
using MlNetLosses.Samples.Compare.Tables;
using Spectre.Console;

namespace MlNetLosses.Samples.Compare;

/// <summary>The whole job: read, decide, cross-validate, report, save.</summary>
internal static class Comparison
{
    /// <summary>The exit code of a run that Ctrl+C ended.</summary>
    public const int Cancelled = 130;

    /// <summary>Returns the exit code: 0, or 130 if cancelled.</summary>
    /// <exception cref="UserError">Something about the file or the settings must be mended.</exception>
    public static async Task<int> RunAsync(Settings settings, IAnsiConsole console, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        SafeFile.CheckWritable(settings.Output);
        CsvTable table = CsvTable.Read(settings.Data);
        Label label = LabelInference.Infer(table, settings.Label, settings.Task);
        Dataset data = new(table, label, ColumnInference.Infer(table, settings.Label));
        DataSummary.Write(console, table, data, settings.Task is null);

        int folds = FoldCount(settings.Folds, label, console);
        IReadOnlyList<Candidate> candidates = Participants(settings, data);
        IReadOnlyList<Metric> metrics = Metric.Of(label.Task);
        console.MarkupLineInterpolated($"{candidates.Count} candidates × {folds} folds, ranked by [bold]{metrics[0].Name}[/]: {Metric.WhyFirst(label.Task)}.");
        Examiner examiner = new(data, settings.Seed, settings.Timeout);
        int searches = folds * candidates.Count(candidate => candidate.IsTuned) + FinalModels.Searches;
        Tuner tuner = new(examiner, new SearchBudget(settings.Search ?? new(Budget: null, Trials: 1), searches));
        CrossValidation validation = new(examiner, candidates, Fold.Split(label, folds, settings.Seed), tuner);
        IReadOnlyList<FoldScore> scores = await ProgressView.WatchAsync(
            console, candidates, folds, metrics[0], report => validation.RunAsync(report, cancellation)).ConfigureAwait(false);

        FinalModels models = new(Winner: null, Linear: null);
        if (scores.Count > 0)
        {
            ReportContent content = new(
                table, data, Standing.Rank(FoldScore.OfWholeFolds(scores, candidates.Count), metrics[0], folds), metrics, folds, scores.Count, candidates.Count * folds);
            Leaderboard.Write(console, content.Standings, metrics);
            models = await FinalModels.FitAsync(
                data, content.Ranked, tuner, settings.Seed, warning => console.MarkupLineInterpolated($"[red]{warning}[/]"), cancellation).ConfigureAwait(false);
            Report(console, settings, scores, content with { Linear = models.Linear });
            if (models.Winner is { } winner)
                await SaveAsync(console, settings, winner).ConfigureAwait(false);
        }
        if (cancellation.IsCancellationRequested)
        {
            console.MarkupLineInterpolated($"[yellow]Stopped after {scores.Count} of {candidates.Count * folds} fits{(models.Winner is null ? "; no model was saved" : "")}.[/]");
            return Cancelled;
        }
        console.MarkupLineInterpolated($"[grey]{clock.Elapsed:m\\:ss} in all. For a table of your own: --data file.csv --label Column[/]");
        return 0;
    }

    private static int FoldCount(int asked, Label label, IAnsiConsole console)
    {
        if (label.Rows.Count < 4)
            throw new UserError($"Column '{label.Name}' has {label.Rows.Count} rows with a value, too few to train and test on: at least 4 are needed.");
        int smallest = label.Task == LearningTask.Regression ? label.Rows.Count / 2 : label.Values.CountBy(value => value).Min(group => group.Value);
        if (asked <= smallest)
            return asked;
        int possible = Math.Max(2, smallest);
        console.MarkupLineInterpolated($"[yellow]{possible} folds instead of {asked}, since {(label.Task == LearningTask.Regression ? "there are" : "the smallest class has")} so few rows.[/]");
        return possible;
    }

    private static Candidate[] Participants(Settings settings, Dataset data)
    {
        Candidate[] candidates = [.. Candidates.Of(data.Label, data.Categorical.Count > 0).Where(candidate => candidate.Quick || !settings.Quick)];
        return settings.Search is null ? candidates : [.. candidates, .. candidates.Where(candidate => candidate.Space.Count > 0).Select(candidate => candidate.Tuned())];
    }

    private static void Report(IAnsiConsole console, Settings settings, IReadOnlyList<FoldScore> scores, ReportContent content)
    {
        IReadOnlyList<Standing> standings = content.Standings;
        string title = $"{Path.GetFileName(content.Data.Path)}: predicting {content.Data.Label.Name}, {content.Folds}-fold cross-validation";
        string? plot = ScorePlot.Save(settings.Output, standings, content.Metrics[0], title);
        string results = ResultsFile.Save(settings.Output, scores, standings, content.Metrics);
        string report = HtmlReport.Save(settings.Output, content);
        console.WriteLine();
        if (plot is not null)
            console.MarkupLineInterpolated($"Picture  {plot}");
        console.MarkupLineInterpolated($"Results  {results}");
        console.MarkupLineInterpolated($"Report   {report}");
    }

    private static async Task SaveAsync(IAnsiConsole console, Settings settings, FinalModel winner)
    {
        string model = SavedModel.Save(settings.Output, new MLContext(settings.Seed), winner);
        console.MarkupLineInterpolated($"Model    {model}, {winner.Candidate.Name} fitted on all {Show.Count(winner.Data.Label.Rows.Count)} rows{(winner.Search is { } search ? $" with {search.Chosen}" : "")}. To use it:");
        console.WriteLine();
        foreach (string line in SavedModel.Usage(winner.Data, model).Split('\n'))
            await console.Profile.Out.Writer.WriteLineAsync($"    {line}".TrimEnd()).ConfigureAwait(false);
    }
}
