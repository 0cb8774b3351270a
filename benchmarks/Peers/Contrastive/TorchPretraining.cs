using System.Diagnostics;
using System.Text.Json;
using MlNetLosses.Benchmarks.Peers.Contestants;

namespace MlNetLosses.Benchmarks.Peers.Contrastive;

/// <summary>PyTorch, in a process of its own that ends before the next one is measured.</summary>
/// <param name="name">In the tables.</param>
/// <param name="python">The interpreter that has PyTorch.</param>
/// <param name="options">Of <c>simclr_torch.py</c>, for every run.</param>
internal sealed class TorchPretraining(string name, string python, params string[] options) : IPretraining
{
    public string Name => name;

    public Speed Measure(Setting setting)
    {
        string[] views = setting.Augments ? [] : ["--no-augmentation"];
        ProcessStartInfo start = PeerProgram.Command(python, [Script, "--images", FashionImage.TrainingFile, "--threads", $"{setting.Threads}", .. views, .. options]);
        start.RedirectStandardOutput = true;
        start.Environment["OMP_WAIT_POLICY"] = "passive";    // spinning threads would starve the machine
        start.Environment["OPENBLAS_NUM_THREADS"] = $"{setting.Threads}";    // PyTorch does not tell it
        using Process process = Process.Start(start)!;
        string line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{python} {Script} must exit with 0, got {process.ExitCode}. Install Debian's python3-torch, or name an interpreter that has PyTorch.");
        return JsonSerializer.Deserialize<Speed>(line, JsonSerializerOptions.Web)!;
    }

    private static string Script => Path.Combine(AppContext.BaseDirectory, "Contrastive", "simclr_torch.py");
}
