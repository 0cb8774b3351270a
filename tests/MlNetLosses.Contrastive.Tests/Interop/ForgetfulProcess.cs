using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using MlNetLosses.Contrastive.Interop;

namespace MlNetLosses.Contrastive.Tests.Interop;

/// <summary>A process that makes a transformer, and ends without disposing of it: this assembly, run as a program.</summary>
internal static class ForgetfulProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="parent">Its folder for temporary files.</param>
    /// <param name="end">"return" or "throw".</param>
    /// <returns>What it wrote: how many files there were before the end.</returns>
    public static string Run(string parent, string end)
    {
        ProcessStartInfo start = new("dotnet", [typeof(ForgetfulProcess).Assembly.Location, parent, end]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    private static void Main(string[] args)
    {
        if (args is not [string parent, string end]) return;
        OnnxTransformer transformer = EncoderTransformer.Create(new MLContext { TempFilePath = parent }, TestModels.Image());
        Console.WriteLine(Directory.GetFiles(parent, "*", SearchOption.AllDirectories).Length);
        if (end == "throw") throw new InvalidOperationException("Unhandled, on purpose.");
        GC.KeepAlive(transformer);
    }
}
