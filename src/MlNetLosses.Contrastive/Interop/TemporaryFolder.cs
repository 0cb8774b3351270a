using System.Collections.Concurrent;
using Microsoft.ML.Runtime;

namespace MlNetLosses.Contrastive.Interop;

/// <summary>A folder of this process for temporary files, deleted with all that is in it when the process exits.</summary>
/// <remarks>
/// Also when it ends by an unhandled exception; not when a signal kills it. Signals are not heeded here, because what they end
/// is the application's to say: it may save its models yet.
/// </remarks>
internal static class TemporaryFolder
{
    private static readonly ConcurrentDictionary<string, string> Folders = [];
    private static readonly string Name = "MlNetLosses-" + Path.GetRandomFileName();

    static TemporaryFolder()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DeleteAll();
        AppDomain.CurrentDomain.UnhandledException += (_, _) => DeleteAll();
    }

    /// <summary>The folder of this process in that of <paramref name="env"/>: made where it does not exist, and seen to be writable.</summary>
    /// <remarks>To be called before what takes long, so that an error comes early; and whenever a file is to be written.</remarks>
    /// <exception cref="IOException">Files cannot be written there.</exception>
    public static string Of(IHostEnvironment env)
    {
        string parent = Path.GetFullPath(NativeEnvironment.TemporaryPath(env));
        string folder = Folders.GetOrAdd(parent, _ => Path.Combine(parent, Name));
        try
        {
            if (!Directory.Exists(parent)) throw new DirectoryNotFoundException($"'{parent}' is not a folder that exists.");
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The folder for temporary files must be writable, because ONNX Runtime gets the encoder as a file; '{parent}' is not: {exception.Message} "
                + "Set MLContext.TempFilePath, or the environment variable TMPDIR (on Windows TMP), to a folder that exists and can be written.",
                exception);
        }
    }

    private static void DeleteAll()
    {
        foreach (string folder in Folders.Values)
        {
            try
            {
                if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A process that exits has nobody to tell, and the other folders are still to be deleted.
            }
        }
    }
}
