namespace MlNetLosses.Data;

/// <summary>A copy of a vector, of which only entries other than 0 are stored.</summary>
internal sealed class SparseVector
{
    private readonly int length;
    private readonly int[] positions;
    private readonly double[] values;

    /// <param name="vector">The vector.</param>
    public SparseVector(ReadOnlySpan<double> vector)
    {
        length = vector.Length;
        positions = new int[length - vector.Count(0.0)];
        values = new double[positions.Length];
        for (int k = 0, next = 0; k < positions.Length; k++, next++)
        {
            next += vector[next..].IndexOfAnyExcept(0.0);
            (positions[k], values[k]) = (next, vector[next]);
        }
    }

    /// <summary>How many entries are not 0.</summary>
    public int Count => positions.Length;

    /// <summary>The vector with its zeros.</summary>
    public double[] ToArray()
    {
        double[] vector = new double[length];
        for (int k = 0; k < positions.Length; k++) vector[positions[k]] = values[k];
        return vector;
    }
}
