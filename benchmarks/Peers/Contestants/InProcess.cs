using System.Diagnostics;
using System.Globalization;
using MlNetLosses.Benchmarks.Peers.Racing;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Contestants;

/// <summary>A contestant of .NET.</summary>
/// <param name="name">In the tables.</param>
/// <param name="settingName">What the ladder's numbers are.</param>
/// <param name="ladder">The stopping settings, the loosest first.</param>
/// <param name="fit">The models at a setting, from data that is in memory; where the solver keeps them in another way, they are written out when they are asked for, and the clock has stopped.</param>
internal sealed class InProcess(string name, string settingName, IReadOnlyList<double> ladder, Func<double, IEnumerable<LinearModel>> fit) : IContestant
{
    public string Name => name;

    public string Remark { get; init; } = "";

    public IReadOnlyList<string> Settings { get; } = [.. ladder.Select(setting => $"{settingName} {setting.ToString(CultureInfo.InvariantCulture)}")];

    /// <summary>One of our solvers, from its constructor, which prepares the problem, to its certificate at a tolerance.</summary>
    /// <param name="name">In the tables.</param>
    /// <param name="largest">The loosest tolerance, as a power of ten.</param>
    /// <param name="least">The tightest, which also finds the best objective.</param>
    /// <param name="start">The constructor.</param>
    public static InProcess Ours(string name, int largest, int least, Func<ISolver> start) => new(
        name, "relative gap", StoppingLadder.Tolerances(largest, least), tolerance => [SolverLoop.Run(start(), new(tolerance)).Model]);

    public Fit Fit(int setting)
    {
        GC.Collect();       // the garbage of the fit before is not this one's
        long start = Stopwatch.GetTimestamp();
        IEnumerable<LinearModel> models = fit(ladder[setting]);
        return new(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, [.. models]);
    }

    public void Dispose() { }
}
