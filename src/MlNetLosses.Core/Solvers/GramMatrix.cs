using System.Numerics;

namespace MlNetLosses.Solvers;

/// <summary>XᵀHX of the coordinates asked for so far: with it, a coordinate step costs as many products as there are coordinates, not examples.</summary>
/// <remarks>The covariance updates of J. Friedman, T. Hastie, R. Tibshirani, J. Stat. Softw. 33 (2010), section 2.2, for any weights H.</remarks>
/// <param name="columns">X, with the intercept.</param>
internal sealed class GramMatrix(CentredColumns columns)
{
    /// <summary>Beyond this many coordinates the matrix is too large to keep.</summary>
    public const int Most = 4096;

    private readonly int[] positions = NoPositions(columns.Intercept + 1);
    private readonly List<int> members = [];
    private readonly double[] weighted = new double[columns.RowCount];      // h ∘ xⱼ
    private double[][] rows = [];

    /// <summary>How many coordinates there are.</summary>
    public int Count => members.Count;

    /// <summary>Forgets everything: H changed.</summary>
    public void Clear()
    {
        foreach (int j in members) positions[j] = -1;
        members.Clear();
    }

    /// <summary>The position of a coordinate, which is computed if it is not there.</summary>
    /// <param name="coordinate">j.</param>
    /// <param name="factors">The diagonal of H, n values.</param>
    public int Include(int coordinate, double[] factors)
    {
        if (positions[coordinate] >= 0) return positions[coordinate];
        int position = positions[coordinate] = members.Count;
        members.Add(coordinate);
        if (members.Count > rows.Length) Grow();
        Array.Clear(weighted);
        double sum = columns.AddTo(coordinate, 1, factors, weighted);
        for (int k = 0; k <= position; k++)
            rows[position][k] = rows[k][position] = columns.Dot(members[k], weighted, sum);
        return position;
    }

    /// <summary>The row of a position; as many numbers as there are coordinates count.</summary>
    public ReadOnlySpan<double> Row(int position) => rows[position].AsSpan(0, members.Count);

    /// <summary>vector ← vector + scale · row.</summary>
    public void AddRow(int position, double scale, Span<double> vector)
    {
        ReadOnlySpan<double> row = Row(position);
        Vector<double> factor = new(scale);
        int k = 0;
        for (; k <= row.Length - Vector<double>.Count; k += Vector<double>.Count)
            Vector.FusedMultiplyAdd(factor, new Vector<double>(row[k..]), new Vector<double>(vector[k..])).CopyTo(vector[k..]);
        for (; k < row.Length; k++) vector[k] += scale * row[k];
    }

    private static int[] NoPositions(int count)
    {
        int[] none = new int[count];
        Array.Fill(none, -1);
        return none;
    }

    private void Grow()
    {
        int capacity = Math.Max(16, 2 * rows.Length);
        double[][] larger = new double[capacity][];
        for (int r = 0; r < capacity; r++)
        {
            larger[r] = new double[capacity];
            if (r < rows.Length) rows[r].CopyTo(larger[r], 0);
        }

        rows = larger;
    }
}
