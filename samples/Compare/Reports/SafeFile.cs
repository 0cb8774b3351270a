namespace MlNetLosses.Samples.Compare.Reports;

/// <summary>Files that are either whole or not there.</summary>
internal static class SafeFile
{
    /// <summary>Has the file written beside its place, then moves it there.</summary>
    public static string Write(string directory, string name, Action<string> write)
    {
        string path = Path.Combine(directory, name);
        string temporary = path + ".part";
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        return path;
    }

    /// <exception cref="UserError">No file can be written there.</exception>
    public static void CheckWritable(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            string probe = Path.Combine(directory, Path.GetRandomFileName());
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserError($"Can't write into the output directory '{directory}': {e.Message} Choose another with --output.");
        }
    }
}
