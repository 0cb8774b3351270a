using System.Globalization;
using System.Runtime.InteropServices;

namespace MlNetLosses.Data;

/// <summary>The first 64 bytes of a feature file, little-endian.</summary>
/// <remarks>
/// <code>
/// 0        Magic, "MLNFEAT" and a line end
/// 8        Version
/// 12       1: sparse, 0: dense
/// 16       n, rows
/// 24       p, columns
/// 32       stored entries
/// 40       bytes of the whole file
/// 48       checksum of all of the above (FNV-1a, 64 bits)
/// 64       dense: n p values (Single), row by row
///          sparse: for each row its columns (Int32, increasing), then its values (Single); at the next multiple of 64, n + 1 Int64:
///          how many entries there are before each row, and in all
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal readonly struct FeatureFileHeader
{
    public const int Bytes = 64;
    private const ulong Signature = 0x0A_54_41_45_46_4E_4C_4D;
    private const int CurrentVersion = 1;
    private const int ChecksumOffset = 48;

    private readonly ulong magic;
    private readonly int version;
    private readonly int sparse;
    private readonly long rows;
    private readonly long columns;
    private readonly long entries;
    private readonly long length;
    private readonly ulong checksum;

    public FeatureFileHeader(bool isSparse, int rowCount, int columnCount, long entryCount)
    {
        (magic, version, sparse, rows, columns, entries) = (Signature, CurrentVersion, isSparse ? 1 : 0, rowCount, columnCount, entryCount);
        length = ExpectedLength;
        checksum = Checksum(this);
    }

    public bool IsSparse => sparse != 0;

    public int RowCount => (int)rows;

    public int ColumnCount => (int)columns;

    public long EntryCount => entries;

    /// <summary>Bytes of the whole file.</summary>
    public long Length => length;

    /// <summary>Where the row starts of a sparse file begin.</summary>
    public long RowStartsOffset => Bytes + (2 * sizeof(float) * entries + Bytes - 1) / Bytes * Bytes;

    /// <summary>The header of a file.</summary>
    /// <exception cref="InvalidDataException">The file is none of ours, of another version, damaged or cut off.</exception>
    public static FeatureFileHeader Read(FileStream file)
    {
        FeatureFileHeader header = default;
        int read = file.ReadAtLeast(MemoryMarshal.AsBytes(new Span<FeatureFileHeader>(ref header)), Bytes, throwOnEndOfStream: false);
        if (read < sizeof(ulong) || header.magic != Signature)
            throw Wrong(file, "must be a feature file, but does not begin as one. Give a file that FeatureFileWriter wrote.");
        if (read < Bytes)
            throw Wrong(file, $"must begin with {Bytes} bytes of header, got {read}: it is cut off. Write it anew.");
        if (header.version != CurrentVersion)
            throw Wrong(file, $"must have version {CurrentVersion}, got {header.version}. Write it anew with this version of the library.");
        if (header.checksum != Checksum(header) || header.length != header.ExpectedLength || !header.IsPossible)
            throw Wrong(file, "has a damaged header. Write it anew.");
        if (file.Length != header.length)
            throw Wrong(file, string.Create(CultureInfo.InvariantCulture, $"must have {header.length} bytes, got {file.Length}: it is cut off, or something was added. Write it anew."));
        return header;
    }

    /// <summary>The error that something is wrong with a file.</summary>
    public static InvalidDataException Wrong(FileStream file, string what) => new($"The file '{file.Name}' {what}");

    private long ExpectedLength => IsSparse ? RowStartsOffset + sizeof(long) * (rows + 1) : Bytes + sizeof(float) * rows * columns;

    private bool IsPossible => rows is >= 0 and <= int.MaxValue && columns is >= 0 and <= int.MaxValue && entries >= 0 && (IsSparse || entries == rows * columns);

    private static ulong Checksum(FeatureFileHeader header)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (byte value in MemoryMarshal.AsBytes(new ReadOnlySpan<FeatureFileHeader>(in header))[..ChecksumOffset])
            hash = (hash ^ value) * 0x100_0000_01B3;
        return hash;
    }
}
