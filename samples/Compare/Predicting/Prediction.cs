using Microsoft.ML;
using MlNetLosses.Samples.Compare.Reports;
using MlNetLosses.Samples.Compare.Tables;
using Spectre.Console;

namespace MlNetLosses.Samples.Compare.Predicting;

/// <summary>The job of <c>predict</c>: a saved model, new rows, a file of predictions.</summary>
internal static class Prediction
{
    /// <summary>Returns the exit code: 0, or 130 if cancelled.</summary>
    /// <exception cref="UserError">Something about the files must be mended.</exception>
    public static int Run(PredictSettings settings, IAnsiConsole console, CancellationToken cancellation)
    {
        string output = Path.GetFullPath(settings.Output);
        CheckOutput(settings, output);
        Predictor predictor = Predictor.Load(new MLContext(), settings.Model);
        CsvTable table = CsvTable.Read(settings.Data);
        IDataView predictions = predictor.Transform(table);
        foreach (string doubt in predictor.Doubts(table))
            console.MarkupLineInterpolated($"[yellow]{doubt}[/]");
        try
        {
            int rows = PredictionsFile.Save(output, predictions, cancellation);
            console.MarkupLineInterpolated($"Predictions  {settings.Output}, {Show.Count(rows)} rows");
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Comparison.Cancelled;
        }
    }

    private static void CheckOutput(PredictSettings settings, string output)
    {
        if (Directory.Exists(output))
            throw new UserError($"'{settings.Output}' is a directory. Name a file with --output.");
        if (output == Path.GetFullPath(settings.Data) || output == Path.GetFullPath(settings.Model))
            throw new UserError($"'{settings.Output}' is read and can't be written too. Name another file with --output.");
        SafeFile.CheckWritable(Path.GetDirectoryName(output)!);
    }
}
