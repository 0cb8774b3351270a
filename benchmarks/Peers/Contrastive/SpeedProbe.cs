using System.Diagnostics;
using MlNetLosses.Contrastive;

namespace MlNetLosses.Benchmarks.Peers.Contrastive;

/// <summary>Notes time and CPU time at each report of a training, ten times an epoch, and makes a speed of those after the first epoch.</summary>
/// <param name="examples">Whole batches of an epoch.</param>
internal sealed class SpeedProbe(int examples) : IProgress<ContrastiveProgress>
{
    private readonly List<(int Epoch, double Images, double Wall, double Cpu)> _reports = [];

    public void Report(ContrastiveProgress value)
    {
        // The last report of an epoch comes after its monitors, which are not of the step.
        if (value.EpochShare == 1) return;
        using Process process = Process.GetCurrentProcess();
        _reports.Add((value.Epoch, value.EpochShare * examples, value.Elapsed.TotalSeconds, process.TotalProcessorTime.TotalSeconds));
    }

    public Speed Speed(string version)
    {
        (double Images, double Wall, double Cpu)[] blocks =
        [
            .. _reports.Zip(_reports.Skip(1))
                .Where(pair => pair.First.Epoch > 1 && pair.First.Epoch == pair.Second.Epoch)
                .Select(pair => (pair.Second.Images - pair.First.Images, pair.Second.Wall - pair.First.Wall, pair.Second.Cpu - pair.First.Cpu)),
        ];
        return new(
            blocks.Select(block => block.Images / block.Wall).Order().ElementAt(blocks.Length / 2),
            (int)blocks.Sum(block => block.Images), blocks.Sum(block => block.Wall), blocks.Sum(block => block.Cpu), version);
    }
}
