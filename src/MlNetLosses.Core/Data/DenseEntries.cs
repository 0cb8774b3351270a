using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlNetLosses.Data;

/// <summary>The entries of a dense row in double precision, eight, four or one at a time.</summary>
/// <remarks>
/// A kernel over them is written once: the compiler makes one of it for entries as they are stored and one for centred ones. Eight doubles
/// are one register with AVX-512 and two of AVX2, where the loops are as fast as if they were written for four.
/// </remarks>
internal interface IDenseEntries
{
    /// <summary>p.</summary>
    int Count { get; }

    /// <summary>Entry <paramref name="column"/>.</summary>
    double One(int column);

    /// <summary>Four entries from <paramref name="column"/> on.</summary>
    Vector256<double> Four(int column);

    /// <summary>Eight entries from <paramref name="column"/> on.</summary>
    Vector512<double> Eight(int column);
}

/// <summary>x.</summary>
internal readonly ref struct StoredEntries(ReadOnlySpan<float> values) : IDenseEntries
{
    private readonly ref float first = ref MemoryMarshal.GetReference(values);

    /// <inheritdoc/>
    public int Count { get; } = values.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double One(int column) => Unsafe.Add(ref first, column).Widen();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Four(int column)
    {
        Vector128<float> four = Vector128.LoadUnsafe(ref first, (nuint)column);
        if (Avx.IsSupported) return Avx.ConvertToVector256Double(four);
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(four);
        return Vector256.Create(lower, upper);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Eight(int column) =>
        Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(ref first, (nuint)column))
            : Vector512.Create(Four(column), Four(column + 4));
}

/// <summary>x − m.</summary>
internal readonly ref struct CentredEntries(ReadOnlySpan<float> values, ReadOnlySpan<double> origin) : IDenseEntries
{
    private readonly StoredEntries stored = new(values);
    private readonly ref double mean = ref MemoryMarshal.GetReference(origin[..values.Length]);

    /// <inheritdoc/>
    public int Count => stored.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double One(int column) => stored.One(column) - Unsafe.Add(ref mean, column);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Four(int column) => stored.Four(column) - Vector256.LoadUnsafe(ref mean, (nuint)column);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Eight(int column) => stored.Eight(column) - Vector512.LoadUnsafe(ref mean, (nuint)column);
}
