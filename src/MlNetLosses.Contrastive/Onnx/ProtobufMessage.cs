using System.Text;

namespace MlNetLosses.Contrastive.Onnx;

/// <summary>A message of Protocol Buffers, ONNX's file format: numbered fields, written in the order of the calls.</summary>
/// <remarks>
/// ONNX needs two kinds of field: integers, and bytes with their length. Google.Protobuf's <c>CodedOutputStream</c> would write
/// them too, but it is a disposable on a disposable stream for each nested message, and a package to depend on; these are 20 lines.
/// Source: Protocol Buffers, "Encoding", protobuf.dev/programming-guides/encoding.
/// </remarks>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    /// <summary>An integer or an enumeration's value; not negative.</summary>
    public ProtobufMessage Add(int field, long value)
    {
        Tag(field, Varint);
        Write((ulong)value);
        return this;
    }

    public ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    public ProtobufMessage Add(int field, ProtobufMessage message) => Add(field, message._bytes.ToArray());

    public ProtobufMessage Add(int field, ReadOnlySpan<byte> bytes)
    {
        Tag(field, LengthDelimited);
        Write((ulong)bytes.Length);
        _bytes.AddRange(bytes);
        return this;
    }

    private void Tag(int field, int wireType) => Write((ulong)(field << 3 | wireType));

    /// <summary>Seven bits a byte, lowest first; the eighth bit says that more follow.</summary>
    private void Write(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
