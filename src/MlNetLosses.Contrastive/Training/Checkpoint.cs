using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Training;

/// <summary>The file that a training is resumed from.</summary>
/// <remarks>
/// Little-endian: the 8 bytes <c>MLNLCKPT</c>, the format's version, the header's length, the header as JSON, the numbers as floats,
/// and the SHA-256 of all before. Reading it runs no code of the file's.
/// </remarks>
internal static class Checkpoint
{
    private const int Version = 1, PrefixLength = 16;

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static ReadOnlySpan<byte> Magic => "MLNLCKPT"u8;

    /// <summary>Checks, before a training, that its checkpoints can be written and that none is lost.</summary>
    /// <exception cref="IOException">The folder is not there, or the file is and is not to be resumed from.</exception>
    public static void CheckPath(string path, bool resume)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"CheckpointPath must lie in a folder that exists, got '{path}', and there is no '{folder}'. Make the folder, or name another file.");
        if (!resume && File.Exists(path))
            throw new IOException($"CheckpointPath must name a new file where Resume is false, got '{path}', which exists. Set Resume to go on from it, delete it, or name another.");
    }

    /// <summary>Writes the file beside its place, then moves it there: whoever looks finds the old one or the new one, whole.</summary>
    public static void Write(string path, CheckpointHeader header, IEnumerable<Tensor> tensors)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header, Json);
        string temporary = path + ".tmp";
        using (FileStream file = File.Create(temporary))
        using (IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            Span<byte> prefix = stackalloc byte[PrefixLength];
            Magic.CopyTo(prefix);
            BinaryPrimitives.WriteInt32LittleEndian(prefix[8..], Version);
            BinaryPrimitives.WriteInt32LittleEndian(prefix[12..], text.Length);
            Append(prefix);
            Append(text);
            foreach (Tensor tensor in tensors) Append(MemoryMarshal.AsBytes(tensor.Span));
            file.Write(hash.GetHashAndReset());
            file.Flush(flushToDisk: true);

            void Append(ReadOnlySpan<byte> bytes)
            {
                file.Write(bytes);
                hash.AppendData(bytes);
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads the file into the tensors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What the training is about to be.</param>
    /// <param name="tensors">Those that it was written of; only written to where all is well.</param>
    /// <exception cref="InvalidDataException">The file is damaged, foreign, of another version or of another training.</exception>
    public static CheckpointHeader Read(string path, SortedDictionary<string, string> settings, IReadOnlyCollection<Tensor> tensors)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < PrefixLength || !bytes.AsSpan().StartsWith(Magic))
            throw new InvalidDataException($"CheckpointPath must be a checkpoint of contrastive pretraining, got another kind of file, '{path}'. Name the right file, or a new one.");
        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        if (version != Version)
            throw new InvalidDataException($"The checkpoint '{path}' must have format version {Version}, got {version}: another version of this library wrote it. Resume with that version, or delete the file and start anew.");
        int textLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)), numbersStart = PrefixLength + textLength;
        int numbersEnd = bytes.Length - SHA256.HashSizeInBytes;
        if (textLength < 0 || numbersStart > numbersEnd || !SHA256.HashData(bytes.AsSpan(0, numbersEnd)).AsSpan().SequenceEqual(bytes.AsSpan(numbersEnd)))
            throw new InvalidDataException($"The checkpoint '{path}' must match the hash at its end, but it does not: it is damaged or cut short. Restore it, or delete it and start anew.");

        CheckpointHeader header = JsonSerializer.Deserialize<CheckpointHeader>(bytes.AsSpan(PrefixLength, textLength), Json)!;
        CheckSettings(path, header.Settings, settings);
        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(numbersStart..numbersEnd));
        int expected = tensors.Sum(tensor => tensor.Length);
        if (numbers.Length != expected)
            throw new InvalidDataException($"The checkpoint '{path}' must hold {expected} numbers, got {numbers.Length}. Delete it and start anew.");
        foreach (Tensor tensor in tensors)
        {
            numbers[..tensor.Length].CopyTo(tensor.Span);
            numbers = numbers[tensor.Length..];
        }

        return header;
    }

    private static void CheckSettings(string path, SortedDictionary<string, string> written, SortedDictionary<string, string> expected)
    {
        foreach ((string name, string value) in expected)
        {
            string? old = written.GetValueOrDefault(name);
            if (old != value)
                throw new InvalidDataException($"The checkpoint '{path}' must be of this training, but its {name} is {old ?? "missing"} instead of {value}. Set it back, or start anew with another CheckpointPath.");
        }
    }
}
