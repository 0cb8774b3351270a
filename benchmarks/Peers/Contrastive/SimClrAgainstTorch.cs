using Spectre.Console;

namespace MlNetLosses.Benchmarks.Peers.Contrastive;

/// <summary>
/// Images per second of SimCLR's training, ours and PyTorch's: the same model, batch and threads, in turn in one run, at 1 and 2 threads, with
/// augmentation and without. Reading, warm-up and, of ours, monitors do not count.
/// </summary>
internal static class SimClrAgainstTorch
{
    private static readonly Setting[] Settings = [new(1, true), new(2, true), new(1, false), new(2, false)];

    public static void Run(int repetitions, string python)
    {
        IPretraining[] contenders =
        [
            new OurPretraining(), new TorchPretraining("PyTorch", python), new TorchPretraining("PyTorch, tuned", python, "--tuned"),
        ];
        foreach (Setting setting in Settings) Compare(setting, repetitions, contenders);
    }

    /// <summary>The first contender against each of the others.</summary>
    private static void Compare(Setting setting, int repetitions, IPretraining[] contenders)
    {
        string[] columns = ["run", .. contenders.Select(contender => contender.Name), .. contenders.Skip(1).Select(peer => $"{contenders[0].Name} / {peer.Name}")];
        Table table = new Table().Title($"{setting}: images/s (cores in use)").AddColumns(columns);
        List<Speed[]> runs = [];
        for (int run = 1; run <= repetitions; run++)
        {
            Speed[] speeds = [.. contenders.Select(contender => contender.Measure(setting))];
            runs.Add(speeds);
            table.AddRow([$"{run}", .. speeds.Select(speed => $"{speed.ImagesPerSecond:N0} ({speed.Cores:F2})"), .. Ratios(speeds, speed => speed.ImagesPerSecond).Select(ratio => $"{ratio:F2}")]);
        }

        AddMedians("median", speed => speed.ImagesPerSecond);
        table.AddRow(["range", .. contenders.Select(_ => ""), .. contenders.Skip(1).Select((_, i) => Range([.. runs.Select(speeds => Ratios(speeds, speed => speed.ImagesPerSecond)[i])]))]);
        AddMedians("per CPU s", speed => speed.ImagesPerCpuSecond);
        AnsiConsole.Write(table);
        for (int i = 0; i < contenders.Length; i++) AnsiConsole.WriteLine($"{contenders[i].Name}: {runs[^1][i].Version}");
        AnsiConsole.WriteLine();

        void AddMedians(string name, Func<Speed, double> measure) => table.AddRow(
        [
            name,
            .. contenders.Select((_, i) => $"{Median(runs.Select(speeds => measure(speeds[i]))):N0}"),
            .. contenders.Skip(1).Select((_, i) => $"{Median(runs.Select(speeds => Ratios(speeds, measure)[i])):F2}"),
        ]);
    }

    private static double[] Ratios(Speed[] speeds, Func<Speed, double> measure) => [.. speeds.Skip(1).Select(peer => measure(speeds[0]) / measure(peer))];

    private static string Range(double[] values) => $"{values.Min():F2}–{values.Max():F2}";

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
