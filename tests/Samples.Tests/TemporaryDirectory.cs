namespace MlNetLosses.Samples.Tests;

/// <summary>A directory of one test's own, gone after it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("samples-").FullName;

    /// <summary>Writes a file of the given text and returns its path.</summary>
    public string File(string text, string name = "table.csv")
    {
        string path = System.IO.Path.Combine(Path, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
