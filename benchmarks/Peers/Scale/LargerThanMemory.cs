using Spectre.Console;

namespace MlNetLosses.Benchmarks.Peers.Scale;

/// <summary>
/// Trains on four times as much data as the process may have memory, with the features in a file, and compares the bits of the model
/// with those of a fit in memory without a limit. Needs Linux and root: the limit is a control group's, which counts the pages of a file.
/// </summary>
internal static class LargerThanMemory
{
    private const double LimitMegabytes = 400;
    private static readonly SyntheticRows Rows = new(Rows: 1_000_000, Columns: 400, Density: 1);

    public static void Run()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("features");
        string limited = LimitedShell();
        AnsiConsole.WriteLine($"{Rows.Rows:N0} x {Rows.Columns}: {Rows.MatrixBytes / 1e6:N0} MB of features, limit {LimitMegabytes:N0} MB");
        Table table = new Table().AddColumns("features", "memory", "reading: s", "solving: s", "epochs", "relative gap", "model");
        Add("in memory", "no limit", MeasuredFit.Start(Rows, Environment.ProcessorCount));
        Add("in a file", "no limit", MeasuredFit.Start(Rows, Environment.ProcessorCount, directory.FullName));
        Add("in a file", "limited", MeasuredFit.Start(Rows, Environment.ProcessorCount, directory.FullName, limited));
        Add("in memory", "limited", MeasuredFit.Start(Rows, Environment.ProcessorCount, shell: limited));
        directory.Delete(recursive: true);
        AnsiConsole.Write(table);

        void Add(string features, string memory, MeasuredFit? fit) => table.AddRow(
            features, memory, fit is null ? "killed" : $"{fit.ReadingSeconds:F1}", $"{fit?.SolvingSeconds:F1}", $"{fit?.Epochs}", $"{fit?.RelativeGap:E1}", fit?.Model ?? "");
    }

    /// <summary>A shell command that runs {0} in a control group of the limit: of version 2 where it is mounted, otherwise of version 1.</summary>
    private static string LimitedShell()
    {
        bool isSecond = File.Exists("/sys/fs/cgroup/cgroup.controllers");
        string group = isSecond ? "/sys/fs/cgroup/mlnetlosses" : "/sys/fs/cgroup/memory/mlnetlosses";
        Directory.CreateDirectory(group);
        File.WriteAllText(Path.Combine(group, isSecond ? "memory.max" : "memory.limit_in_bytes"), $"{LimitMegabytes * 1e6:F0}");
        return $"echo $$ > {group}/cgroup.procs && exec {{0}}";
    }
}
