using CsCheck;

namespace MlNetLosses.Contrastive.Tests.Losses;

/// <summary>Embeddings of n examples, 2n rows of d values, with a label for each example, some of them -1.</summary>
public sealed record Batch(int Examples, int Dimension, float[] Embeddings, int[] Labels)
{
    private static readonly float[] Factors = [0, 1, -1, 1e-9f, 1e-7f, 1e-30f, 1e18f, 1e36f];

    public int Rows => 2 * Examples;

    /// <summary>Embeddings with lengths of order 1, none of them close to 0.</summary>
    public static readonly Gen<Batch> Ordinary =
        from examples in Gen.Int[2, 12]
        from dimension in Gen.Int[1, 40]
        from seed in Gen.Int
        select Random(examples, dimension, seed);

    /// <summary>Embeddings with rows that are zero, tiny, huge, opposite or equal to another.</summary>
    public static readonly Gen<Batch> Extreme =
        from batch in Ordinary
        from factors in Gen.Int[0, Factors.Length - 1].Select(at => Factors[at]).Array[batch.Rows]
        from sources in Gen.Int[0, batch.Rows - 1].Array[batch.Rows]
        from copies in Gen.Bool
        select batch with
        {
            Embeddings = [.. Enumerable.Range(0, batch.Rows).SelectMany(i =>
                batch.Row(copies ? sources[i] : i).Select(y => y * factors[i]))],
        };

    public static Batch Random(int examples, int dimension, int seed)
    {
        Random random = new(seed);
        float[] embeddings = new float[2 * examples * dimension];
        for (int at = 0; at < embeddings.Length; at++)
            embeddings[at] = (float)((random.NextDouble() + 0.2) * (random.Next(2) == 0 ? -1 : 1));
        return new(examples, dimension, embeddings, [.. Enumerable.Range(0, examples).Select(_ => random.Next(-1, 3))]);
    }

    public float[] Row(int row) => Embeddings[(row * Dimension)..((row + 1) * Dimension)];

    /// <summary>The same examples in another order.</summary>
    /// <param name="source">Which example stands at each place now.</param>
    public Batch Reordered(int[] source) => this with
    {
        Embeddings = [.. Enumerable.Range(0, Rows).SelectMany(i => Row(source[i % Examples] + i / Examples * Examples))],
        Labels = [.. source.Select(example => Labels[example])],
    };
}
