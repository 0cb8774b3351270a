using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;

namespace MlNetLosses.Benchmarks.Peers.Scale;

/// <summary>One fit in a process of its own: hinge loss and ridge to a relative gap of 1e-3.</summary>
/// <param name="ReadingSeconds">To make and read the rows.</param>
/// <param name="SolvingSeconds">The rest of the fit.</param>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="RelativeGap">The certificate.</param>
/// <param name="PeakBytes">The most memory of the process, less what it had before; pages of a mapped file among it.</param>
/// <param name="Model">A hash of the bits of the model.</param>
internal sealed record MeasuredFit(double ReadingSeconds, double SolvingSeconds, int Epochs, double RelativeGap, long PeakBytes, string Model)
{
    /// <summary>The command of the process that fits.</summary>
    public const string Command = "fit";

    private const double Lambda = 1e-4;
    private const double Tolerance = 1e-3;

    /// <summary>Starts the process.</summary>
    /// <param name="rows">The data.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="featureDirectory">Where features are kept in a file; empty: in memory.</param>
    /// <param name="shell">What starts it: a shell command with {0} for the process; null: just so.</param>
    /// <returns>Null: it was killed.</returns>
    public static MeasuredFit? Start(SyntheticRows rows, int threads, string featureDirectory = "", string? shell = null)
    {
        string[] arguments =
        [
            Environment.ProcessPath!, typeof(MeasuredFit).Assembly.Location, Command, Text(rows.Rows), Text(rows.Columns), Text(rows.Density), Text(threads), featureDirectory,
        ];
        string command = string.Join(' ', arguments.Select(argument => $"'{argument}'"));
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", shell is null ? command : string.Format(CultureInfo.InvariantCulture, shell, command)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<MeasuredFit>(output) : null;
    }

    /// <summary>What the process does: fits, and writes this record.</summary>
    public static void Run(ReadOnlySpan<string> arguments)
    {
        SyntheticRows rows = new(Int(arguments[0]), Int(arguments[1]), double.Parse(arguments[2], CultureInfo.InvariantCulture));
        ProximalSdcaOptions options = new()
        {
            Tolerance = Tolerance,
            Seed = 1,
            NumberOfThreads = Int(arguments[3]),
            FeatureDirectory = arguments[4].Length == 0 ? null : arguments[4],
        };
        MLContext ml = new(seed: 1);
        Fit(ml, rows with { Rows = 1000 }, options);      // compiles it all
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        (TrainingSummary summary, string model) = Fit(ml, rows, options);
        process.Refresh();
        Console.WriteLine(JsonSerializer.Serialize(new MeasuredFit(
            summary.ReadingTime.TotalSeconds, summary.SolvingTime.TotalSeconds, summary.Epochs, summary.RelativeGap, process.PeakWorkingSet64 - before, model)));
    }

    private static (TrainingSummary Summary, string Model) Fit(MLContext ml, SyntheticRows rows, ProximalSdcaOptions options)
    {
        var model = ml.BinaryClassification.Trainers.ProximalSdca(new Hinge(), new Ridge(Lambda), options).Fit(rows.View(ml), out TrainingSummary summary).Model;
        float[] numbers = [.. model.Weights, model.Bias];
        return (summary, Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(numbers.AsSpan())))[..16]);
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
