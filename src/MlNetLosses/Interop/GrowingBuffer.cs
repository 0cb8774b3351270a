using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlNetLosses.Interop;

/// <summary>Gathers values whose number is not known, and makes an array of them, without ever holding them twice.</summary>
/// <remarks>
/// A managed list copies itself each time that it grows, and what it leaves behind stays until it is collected. Unmanaged memory
/// grows in place, or by moving pages, and gives them back as they are copied.
/// </remarks>
internal sealed unsafe class GrowingBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int FirstCapacity = 1024;
    private const int ValuesPerMove = 1 << 22;

    private T* first;
    private long capacity;

    /// <summary>How many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>The values from <paramref name="start"/> on.</summary>
    public Span<T> Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start, (uint)Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(Count - start));
        return new(first + start, length);
    }

    /// <summary>Appends values, which are whatever the memory holds, and returns them to be written.</summary>
    /// <exception cref="ArgumentException">There would be more of them than an array can hold.</exception>
    public Span<T> Append(int length)
    {
        long count = (long)Count + length;
        if (count > capacity) Grow(count);
        Span<T> appended = new(first + Count, length);
        Count = (int)count;
        return appended;
    }

    /// <summary>Takes back the last values.</summary>
    public void RemoveLast(int length) => Count -= length;

    /// <summary>All values; the buffer is empty afterwards.</summary>
    public T[] MoveToArray()
    {
        T[] array = GC.AllocateUninitializedArray<T>(Count);
        while (Count > 0)
        {
            int start = (Count - 1) / ValuesPerMove * ValuesPerMove;
            Slice(start, Count - start).CopyTo(array.AsSpan(start));
            Count = start;
            Resize(Math.Max(start, 1));
        }

        return array;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(first);
        first = null;
        (capacity, Count) = (0, 0);
    }

    private void Grow(long count)
    {
        if (count > Array.MaxLength)
            throw new ArgumentException($"The features must fit in one array of {Array.MaxLength} numbers. Set FeatureDirectory to keep them in a file, or train on fewer rows, or on fewer or sparser features.");
        Resize(Math.Clamp(Math.Max(count, 2 * capacity), FirstCapacity, Array.MaxLength));
    }

    private void Resize(long length)
    {
        first = (T*)NativeMemory.Realloc(first, (nuint)length * (nuint)Unsafe.SizeOf<T>());
        capacity = length;
    }
}
