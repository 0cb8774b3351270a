using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using MlNetLosses.Benchmarks.Peers.Data;
using MlNetLosses.Benchmarks.Peers.Racing;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Contestants;

/// <summary>
/// A peer in a process of its own, which reads the data once and then answers each setting, one line, with a line of two numbers, the
/// seconds of its fit and those of conversion, and leaves the weights in the folder.
/// </summary>
internal sealed class OutOfProcess : IContestant
{
    private const string Ready = "ready ";

    private readonly Lazy<Process> process;
    private readonly DataFolder folder;
    private readonly double[] ladder;

    /// <summary>A peer, started when it is first asked.</summary>
    /// <param name="name">In the tables.</param>
    /// <param name="settingName">What the ladder's numbers are.</param>
    /// <param name="ladder">The stopping settings, the loosest first; of a peer that has one only, any number.</param>
    /// <param name="folder">The data.</param>
    /// <param name="script">A script beside this class: .py or .R.</param>
    /// <param name="arguments">The script's, after the folder, n and p.</param>
    public OutOfProcess(string name, string settingName, double[] ladder, DataFolder folder, string script, params object[] arguments)
    {
        (Name, this.ladder, this.folder) = (name, ladder, folder);
        Settings = ladder.Length == 1 ? [settingName] : [.. ladder.Select(setting => $"{settingName} {Text(setting)}")];
        process = new(() => Start(script, arguments));
    }

    public string Name { get; }

    public string Remark { get; private set; } = "";

    public IReadOnlyList<string> Settings { get; }

    public Fit Fit(int setting)
    {
        process.Value.StandardInput.WriteLine(Text(ladder[setting]));
        process.Value.StandardInput.Flush();
        string answer = process.Value.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{Name} must answer '{Settings[setting]}', but ended. Its message is above.");
        double[] seconds = [.. answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return new(seconds[0], seconds[1], folder.ReadModels());
    }

    public void Dispose()
    {
        if (!process.IsValueCreated) return;
        process.Value.StandardInput.Close();      // its last line
        process.Value.WaitForExit();
        process.Value.Dispose();
    }

    /// <summary>Starts the peer, and waits until it has the data.</summary>
    private Process Start(string script, object[] arguments)
    {
        ProcessStartInfo start = PeerProgram.Command(
            script.EndsWith(".py", StringComparison.Ordinal) ? "/usr/bin/python3" : "Rscript",
            [Path.Combine(AppContext.BaseDirectory, "Contestants", script), folder.FullName, Text(folder.RowCount), Text(folder.ColumnCount), .. arguments.Select(Text)]);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        try
        {
            Process peer = Process.Start(start)!;
            string line = peer.StandardOutput.ReadLine() ?? throw Missing($"{start.FileName} {script}", null);
            Remark = line[Ready.Length..];
            return peer;
        }
        catch (Win32Exception e)
        {
            throw Missing(start.FileName, e);
        }
    }

    private static InvalidOperationException Missing(string program, Exception? inner) => new(
        $"{program} must start and load its packages; its message is above. "
        + "Debian has them: apt-get install --no-install-recommends python3-sklearn python3-scipy libopenblas0-pthread r-base-core r-cran-glmnet r-cran-matrix.",
        inner);

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
