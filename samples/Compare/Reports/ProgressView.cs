using MlNetLosses.Samples.Compare.Learning;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MlNetLosses.Samples.Compare.Reports;

/// <summary>Shows a running comparison: a bar for each candidate on a terminal, a line for each fit where output goes to a file.</summary>
internal static class ProgressView
{
    public static async Task<IReadOnlyList<FoldScore>> WatchAsync(
        IAnsiConsole console, IReadOnlyList<Candidate> candidates, int folds, Metric metric,
        Func<Action<CrossValidation.Step>, Task<IReadOnlyList<FoldScore>>> run)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal)
            return await run(step => WriteLine(console, step, folds, metric)).ConfigureAwait(false);

        return await console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new TotalTimeColumn())
            .StartAsync(context =>
            {
                ProgressTask all = context.AddTask("[bold]All fits[/]", maxValue: candidates.Count * folds);
                Dictionary<Candidate, ProgressTask> bars = candidates.ToDictionary(
                    candidate => candidate, candidate => context.AddTask(Markup.Escape(candidate.Name), autoStart: false, maxValue: folds));
                Dictionary<Candidate, List<FoldScore>> done = candidates.ToDictionary(candidate => candidate, _ => new List<FoldScore>());
                return run(step => Advance(all, bars[step.Candidate], done[step.Candidate], step, metric));
            }).ConfigureAwait(false);
    }

    private static void Advance(ProgressTask all, ProgressTask bar, List<FoldScore> done, CrossValidation.Step step, Metric metric)
    {
        string name = Markup.Escape(step.Candidate.Name);
        if (step.Score is not { } score)
        {
            bar.StartTask();
            bar.IsIndeterminate = true;
            return;
        }
        done.Add(score);
        bar.IsIndeterminate = false;
        Standing standing = new(step.Candidate, done);
        bar.Description = standing.Error is null ? $"{name}  [grey]{metric.Name} {Show.Number(standing.Mean(0))}[/]" : $"{name}  [red]failed[/]";
        bar.Increment(1);
        all.Increment(1);
    }

    private static void WriteLine(IAnsiConsole console, CrossValidation.Step step, int folds, Metric metric)
    {
        if (step.Score is not { } score)
            return;
        string result = score.Error is null ? $"{metric.Name} {Show.Number(score.Values[0])}" : "failed";
        string found = score.Search is { } search ? $", {Show.Trials(search.Trials)}: {search.Chosen}" : "";
        console.WriteLine($"fold {step.Fold.Number}/{folds}  {step.Candidate.Name,-45} {result}  ({Show.Seconds(score.FitSeconds)} s{found})");
    }

    /// <summary>The time since the start, in the row of all fits only: the other rows' clocks would run on while others fit.</summary>
    private sealed class TotalTimeColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Id == 0 ? $"{task.ElapsedTime:m\\:ss}" : "");
    }
}
