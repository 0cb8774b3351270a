using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MlNetLosses.Data;

/// <summary>Asks the processor to fetch what is wanted soon: what is visited in random order misses every cache.</summary>
internal static class Prefetching
{
    private const int BytesPerCacheLine = 64;

    /// <summary>Entries of a row, or their columns, that share a cache line.</summary>
    public const int EntriesPerCacheLine = BytesPerCacheLine / sizeof(float);

    /// <summary>Fetches one value, which is on one cache line, or on two if it must.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref readonly T value)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(in value));
    }

    /// <summary>Fetches values that follow each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch<T>(ReadOnlySpan<T> values)
    {
        ref T first = ref MemoryMarshal.GetReference(values);
        for (int k = 0; k < values.Length; k += BytesPerCacheLine / Unsafe.SizeOf<T>()) Fetch(ref Unsafe.Add(ref first, k));
    }
}
