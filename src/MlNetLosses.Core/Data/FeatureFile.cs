namespace MlNetLosses.Data;

/// <summary>A matrix of features in a file, mapped into memory: it may be larger than memory, and every solver takes it.</summary>
/// <remarks>
/// The operating system reads pages when they are touched, and drops them when memory is short. Solvers that work by column need the
/// transposed matrix too: of a file it is another file beside it, deleted when this one is closed.
/// The file must not be changed while it is open.
/// </remarks>
public sealed class FeatureFile : IDisposable
{
    private readonly MappedRows rows;
    private readonly string path;
    private readonly List<FeatureFile> derived = [];

    private FeatureFile(string path, bool deleteOnDispose)
    {
        this.path = Path.GetFullPath(path);
        rows = new(this.path, deleteOnDispose);
        Features = new(rows, this);
    }

    /// <summary>X, <c>n × p</c>. It, and what was made of it, must not be used once the file is disposed.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>Opens a file that <see cref="FeatureFileWriter"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is none of ours, of another version, damaged or cut off; the message says which.</exception>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    public static FeatureFile Open(string path)
    {
        FeatureFile file = new(path, deleteOnDispose: false);
        int damaged = file.rows.FindDamagedRow();
        if (damaged < 0) return file;
        file.Dispose();
        throw new InvalidDataException($"The file '{path}' is damaged at row {damaged}: columns must increase within a row and stay below {file.Features.ColumnCount}. Write it anew.");
    }

    /// <summary>Opens a file that was written by this process and is wanted by nobody else: it is deleted when it is disposed.</summary>
    /// <inheritdoc cref="Open"/>
    public static FeatureFile OpenTemporary(string path) => new(path, deleteOnDispose: true);

    /// <summary>Closes the file. Its features must not be in use.</summary>
    public void Dispose()
    {
        foreach (FeatureFile file in derived) file.Dispose();
        rows.Dispose();
    }

    /// <summary>A matrix in a temporary file beside this one, which lives as long.</summary>
    /// <param name="columnCount">Its columns.</param>
    /// <param name="isSparse">Whether it is sparse.</param>
    /// <param name="write">Adds its rows.</param>
    internal FeatureMatrix Derive(int columnCount, bool isSparse, Action<FeatureFileWriter> write)
    {
        string derivedPath = $"{path}.{Guid.NewGuid():N}";
        using (FeatureFileWriter writer = new(derivedPath, columnCount, isSparse))
        {
            write(writer);
            writer.Complete();
        }

        FeatureFile file = OpenTemporary(derivedPath);
        lock (derived) derived.Add(file);
        return file.Features;
    }
}
