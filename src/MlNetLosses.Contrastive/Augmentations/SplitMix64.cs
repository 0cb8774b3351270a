namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>A small random generator that is seeded per view, so that a view does not depend on who computes it and when.</summary>
/// <remarks>Source: G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, figure 17.</remarks>
/// <param name="seed">Any number; close seeds give unrelated sequences.</param>
public struct SplitMix64(ulong seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        state += GoldenGamma;
        return Mix(state);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public double Uniform(double from, double to) => from + (to - from) * Uniform();

    /// <summary>Uniform in 0 … <paramref name="count"/> − 1.</summary>
    /// <param name="count">At least 1.</param>
    public int Below(int count) => (int)(Uniform() * count);

    /// <summary>A generator for one purpose among many: the same for the same numbers, unrelated for others.</summary>
    internal static SplitMix64 For(ulong seed, ulong epoch, ulong row, ulong view) => new(Mix(Mix(Mix(Mix(seed) + epoch) + row) + view));

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
