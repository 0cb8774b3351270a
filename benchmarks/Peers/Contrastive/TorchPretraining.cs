using System.Diagnostics;
using System.Text.Json;

namespace MlNetLosses.Benchmarks.Peers.Contrastive;

/// <summary>PyTorch, in a process of its own that ends before the next one is measured.</summary>
/// <param name="name">In the tables.</param>
/// <param name="python">The interpreter that has PyTorch.</param>
/// <param name="options">Of <c>simclr_torch.py</c>, for every run.</param>
internal sealed class TorchPretraining(string name, string python, params string[] options) : IPretraining
{
    // Settings of the machine for other programs, which would handicap the peer.
    private static readonly string[] ForeignSettings = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OMP_NUM_THREADS"];

    public string Name => name;

    public Speed Measure(Setting setting)
    {
        string[] views = setting.Augments ? [] : ["--no-augmentation"];
        ProcessStartInfo start = new(python, [Script, "--images", FashionImage.TrainingFile, "--threads", $"{setting.Threads}", .. views, .. options]) { RedirectStandardOutput = true };
        foreach (string variable in ForeignSettings) start.Environment.Remove(variable);
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
