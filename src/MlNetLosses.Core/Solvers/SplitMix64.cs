using System.Runtime.CompilerServices;

namespace MlNetLosses.Solvers;

/// <summary>A small random number generator, of which a seed gives the same numbers wherever it runs.</summary>
/// <remarks>
/// An epoch draws a number for each example: those of a seeded <see cref="Random"/> took a seventh of its time (docs/decisions/0009).
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, figure 16.
/// </remarks>
/// <param name="seed">Any number.</param>
internal sealed class SplitMix64(int seed)
{
    private ulong state = (uint)seed;

    /// <summary>Puts values in random order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = Next(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>The next 64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> − 1; some are likelier than others by at most a share of <paramref name="bound"/>/2³².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next(int bound) => (int)((ulong)bound * (Next() >> 32) >> 32);
}
