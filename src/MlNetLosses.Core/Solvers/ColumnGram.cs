namespace MlNetLosses.Solvers;

/// <summary>The Gram matrix of the features asked for so far, which grows, about their means weighted by H: what is left of it when the intercept is free.</summary>
/// <remarks>Sparse columns are not moved to their means, and so are correlated with the intercept: coordinate descent over both would creep.</remarks>
/// <param name="columns">X.</param>
internal abstract class ColumnGram(CentredColumns columns) : GramMatrix
{
    /// <summary>Beyond this many coordinates the matrix is too large to keep.</summary>
    public const int Most = 4096;

    private readonly int[] positions = NoPositions(columns.Intercept);
    private readonly List<int> members = [];
    private readonly List<double> sums = [];        // Σ h x of the members
    private double[][] rows = [];

    /// <inheritdoc/>
    public override int Count => members.Count;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Row(int position) => rows[position].AsSpan(0, members.Count);

    /// <summary>Σ h.</summary>
    public double Weight { get; private set; }

    /// <summary>Σ h x of the feature at a position.</summary>
    public double Sum(int position) => sums[position];

    /// <summary>Forgets everything: H changed.</summary>
    public virtual void Clear()
    {
        foreach (int j in members) positions[j] = -1;
        members.Clear();
        sums.Clear();
    }

    /// <summary>The positions of features; those that are not there are computed.</summary>
    /// <param name="coordinates">The features.</param>
    /// <param name="diagonal">The diagonal of H, n values.</param>
    /// <param name="isCentred">Whether the intercept is free.</param>
    /// <param name="result">Receives a position for each of them.</param>
    public void Include(ReadOnlySpan<int> coordinates, double[] diagonal, bool isCentred, Span<int> result)
    {
        int before = members.Count;
        for (int k = 0; k < coordinates.Length; k++)
        {
            ref int position = ref positions[coordinates[k]];
            if (position < 0)
            {
                position = members.Count;
                members.Add(coordinates[k]);
            }

            result[k] = position;
        }

        if (isCentred && before == 0) Weight = diagonal.Sum();
        if (members.Count == before) return;
        Grow(before);
        Fill(members, before, diagonal, rows);
        if (isCentred) Centre(before, diagonal);
        for (int r = before; r < members.Count; r++)
            for (int c = 0; c < before; c++)
                rows[c][r] = rows[r][c];
    }

    /// <summary>What including coordinates takes, in products of numbers.</summary>
    public double CostOf(ReadOnlySpan<int> coordinates)
    {
        double missing = 0, all = 0;
        foreach (int j in members) all += columns.EntryCount(j);
        foreach (int j in coordinates)
        {
            if (j == columns.Intercept || positions[j] >= 0) continue;
            missing += columns.EntryCount(j);
            all += columns.EntryCount(j);
        }

        return Cost(missing, all);
    }

    /// <summary>Computes the rows of the members from <paramref name="first"/> on, with all members.</summary>
    protected abstract void Fill(List<int> coordinates, int first, double[] diagonal, double[][] matrix);

    /// <summary>What it takes for columns of so many entries, among all those that will be there.</summary>
    protected abstract double Cost(double missing, double all);

    private void Centre(int first, double[] diagonal)
    {
        for (int r = first; r < members.Count; r++) sums.Add(columns.Dot(members[r], diagonal, Weight));
        for (int r = first; r < members.Count; r++)
            for (int c = 0; c < members.Count; c++)
                rows[r][c] -= sums[r] / Weight * sums[c];
    }

    private static int[] NoPositions(int count)
    {
        int[] none = new int[count];
        Array.Fill(none, -1);
        return none;
    }

    /// <summary>Makes room for the rows of new members: not cleared, and for no more rows than there are.</summary>
    private void Grow(int before)
    {
        if (members.Count > rows.Length) Array.Resize(ref rows, Math.Max(members.Count, Math.Max(16, 2 * rows.Length)));
        for (int r = 0; r < members.Count; r++)
        {
            if (rows[r]?.Length >= members.Count) continue;
            double[] longer = GC.AllocateUninitializedArray<double>(rows.Length);
            if (r < before) rows[r].AsSpan(0, before).CopyTo(longer);
            rows[r] = longer;
        }
    }
}
