using CsCheck;
using MlNetLosses.Interop;

namespace MlNetLosses.Tests.Interop;

[TestFixture]
public sealed class GrowingBufferTests
{
    [Test]
    public void What_was_appended_comes_back_as_an_array() => Gen.Int[0, 3000].Array[0, 20].Sample(lengths =>
    {
        using GrowingBuffer<int> buffer = new();
        List<int> expected = [];
        foreach (int length in lengths)
        {
            int[] values = [.. Enumerable.Range(expected.Count, length)];
            values.CopyTo(buffer.Append(length));
            expected.AddRange(values);
            if (length % 3 != 1) continue;
            buffer.RemoveLast(1);
            expected.RemoveAt(expected.Count - 1);
        }

        Assert.That(buffer.Slice(0, buffer.Count).SequenceEqual(expected.ToArray()));
        Assert.That(buffer.MoveToArray(), Is.EqualTo(expected));
        Assert.That(buffer.Count, Is.Zero);
    });

    [Test]
    public void More_than_is_moved_at_once_keeps_its_order()
    {
        using GrowingBuffer<byte> buffer = new();
        Span<byte> values = buffer.Append(9_000_001);
        for (int k = 0; k < values.Length; k++) values[k] = (byte)(k % 251);
        byte[] array = buffer.MoveToArray();
        Assert.That(array, Has.Length.EqualTo(9_000_001));
        Assert.That(Enumerable.Range(0, array.Length).All(k => array[k] == k % 251));
    }

    [Test]
    public void A_slice_stays_within_the_values()
    {
        using GrowingBuffer<int> buffer = new();
        buffer.Append(3).Clear();
        Assert.That(() => buffer.Slice(2, 2).Length, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer.Slice(-1, 1).Length, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
