using System.Diagnostics;
using System.Globalization;

namespace MlNetLosses.Benchmarks.Peers.Racing;

/// <summary>The runs of a race.</summary>
/// <param name="Count">Of each contestant.</param>
/// <param name="ColdSetting">For a process that only fits once, ours at this setting, and says how long that took.</param>
internal sealed record Runs(int Count, int? ColdSetting)
{
    public const string ColdOption = "--cold";

    /// <summary>Seconds of our fit where it is the first thing that a process does: with the just-in-time compiler's work.</summary>
    public static double ColdSeconds(int setting)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "Peers"), [.. Environment.GetCommandLineArgs().Skip(1), $"{ColdOption}={setting}"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string seconds = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(seconds, CultureInfo.InvariantCulture);
    }
}
