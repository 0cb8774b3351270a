namespace MlNetLosses.Solvers;

/// <summary>The Gram matrix of all coordinates, in one piece; the position of a coordinate is the coordinate.</summary>
/// <param name="count">How many coordinates there are.</param>
/// <param name="stride">Numbers from one row to the next.</param>
internal sealed class DenseGram(int count, int stride) : GramMatrix
{
    /// <inheritdoc/>
    public override int Count => count;

    /// <summary>Row by row.</summary>
    public double[] Entries { get; } = new double[stride * stride];

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Row(int position) => Entries.AsSpan(position * stride, count);
}
