using System.Diagnostics;
using Microsoft.ML;
using MlNetLosses.Samples.Compare.Learning;
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
        MLContext mlContext = new(settings.Seed);
        Candidate[] candidates = [.. Candidates.Of(mlContext, label).Where(candidate => candidate.Quick || !settings.Quick)];
        IReadOnlyList<Metric> metrics = Metric.Of(label.Task);
        console.MarkupLineInterpolated($"{candidates.Length} candidates × {folds} folds, ranked by [bold]{metrics[0].Name}[/]: {Metric.WhyFirst(label.Task)}.");

        CrossValidation validation = new(mlContext, data, candidates, Fold.Split(label, folds, settings.Seed));
        IReadOnlyList<FoldScore> scores = await ProgressView.WatchAsync(
            console, candidates, folds, metrics[0], report => validation.RunAsync(report, cancellation)).ConfigureAwait(false);
        IReadOnlyList<Standing> standings = Standing.Rank(scores, metrics[0], folds);
        if (scores.Count > 0)
            Report(console, settings, scores, new(table, data, standings, metrics, folds, candidates.Length * folds));

        if (!cancellation.IsCancellationRequested && standings[0].Error is null)
            await SaveWinnerAsync(console, settings, mlContext, data, standings[0].Candidate, cancellation).ConfigureAwait(false);
        if (cancellation.IsCancellationRequested)
        {
            console.MarkupLineInterpolated($"[yellow]Stopped after {scores.Count} of {candidates.Length * folds} fits; no model was saved.[/]");
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

    private static void Report(IAnsiConsole console, Settings settings, IReadOnlyList<FoldScore> scores, ReportContent content)
    {
        (_, Dataset data, IReadOnlyList<Standing> standings, IReadOnlyList<Metric> metrics, int folds, _) = content;
        Leaderboard.Write(console, standings, metrics);
        string? plot = ScorePlot.Save(settings.Output, standings, metrics[0], $"{Path.GetFileName(data.Path)}: predicting {data.Label.Name}, {folds}-fold cross-validation");
        string results = ResultsFile.Save(settings.Output, scores, standings, metrics);
        string report = HtmlReport.Save(settings.Output, content);
        console.WriteLine();
        if (plot is not null)
            console.MarkupLineInterpolated($"Picture  {plot}");
        console.MarkupLineInterpolated($"Results  {results}");
        console.MarkupLineInterpolated($"Report   {report}");
    }

    private static async Task SaveWinnerAsync(
        IAnsiConsole console, Settings settings, MLContext mlContext, Dataset data, Candidate winner, CancellationToken cancellation)
    {
        try
        {
            string model = await Task.Run(() => SavedModel.Save(settings.Output, mlContext, data, winner, cancellation), cancellation)
                .WaitAsync(cancellation).ConfigureAwait(false);
            console.MarkupLineInterpolated($"Model    {model}, {winner.Name} fitted on all {Show.Count(data.Label.Rows.Count)} rows. To use it:");
            console.WriteLine();
            foreach (string line in SavedModel.Usage(data, model).Split('\n'))
                await console.Profile.Out.Writer.WriteLineAsync($"    {line}".TrimEnd()).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }
}
