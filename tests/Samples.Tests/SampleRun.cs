using System.Diagnostics;

namespace MlNetLosses.Samples.Tests;

/// <summary>What a sample did when started as a user starts it.</summary>
internal sealed record SampleRun(int ExitCode, string Output, string Errors)
{
    public static async Task<SampleRun> OfAsync(string sample, string workingDirectory, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(TestContext.CurrentContext.TestDirectory, sample + ".dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = workingDirectory,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, errors);
    }
}
