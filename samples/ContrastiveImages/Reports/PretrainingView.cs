using System.Globalization;
using MlNetLosses.Contrastive;
using Spectre.Console;

namespace MlNetLosses.Samples.ContrastiveImages.Reports;

/// <summary>Shows a running pretraining: a bar on a terminal, a line for each epoch in either case.</summary>
internal static class PretrainingView
{
    public static T Watch<T>(IAnsiConsole console, Func<IProgress<ContrastiveProgress>, T> pretrain)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal)
            return pretrain(new Reporter(progress => WriteEpoch(console, progress)));

        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask("Pretraining");
                return pretrain(new Reporter(progress =>
                {
                    bar.MaxValue = progress.Epochs;
                    bar.Value = progress.Epoch - 1 + progress.EpochShare;
                    bar.Description = Text($"Pretraining, epoch {progress.Epoch} of {progress.Epochs}: loss {progress.Loss:F2}, {progress.ExamplesPerSecond:N0} images/s");
                    WriteEpoch(console, progress);
                }));
            });
    }

    private static void WriteEpoch(IAnsiConsole console, ContrastiveProgress progress)
    {
        if (progress.Monitors is { } monitors)
            console.WriteLine(Text($"epoch {progress.Epoch,2} of {progress.Epochs}: loss {progress.Loss:F3}, {monitors}, {progress.ExamplesPerSecond:N0} images/s"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Calls at once, on the thread that trains; <see cref="Progress{T}"/> would call some time later, in any order.</summary>
    private sealed class Reporter(Action<ContrastiveProgress> report) : IProgress<ContrastiveProgress>
    {
        public void Report(ContrastiveProgress value) => report(value);
    }
}
