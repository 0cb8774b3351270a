using System.Diagnostics;

namespace MlNetLosses.Samples.Tests;

/// <summary>Chromium without a window, if there is one.</summary>
internal static class Browser
{
    /// <summary>A browser that takes longer than this hangs, and is ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Loads a page from disk and returns its document as it stands after that. Ignores the test where no browser is found.</summary>
    public static async Task<string> DumpAsync(TemporaryDirectory directory, string page)
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (program is null)
            Assert.Ignore($"No browser on the path ({string.Join(", ", Names)}): on Debian and Ubuntu, apt-get install chromium.");
        using Process process = Process.Start(new ProcessStartInfo(
            program!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={Path.Combine(directory.Path, "profile")}",
                "--virtual-time-budget=5000", "--dump-dom", new Uri(page).AbsoluteUri])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        using CancellationTokenSource hung = new(Patience);
        await using CancellationTokenRegistration end = hung.Token.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string document = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await errors);
        return document;
    }
}
