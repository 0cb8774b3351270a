namespace MlNetLosses.Solvers;

/// <summary>Extrapolates a sequence that converges linearly from its last few members.</summary>
/// <remarks>
/// With differences uₖ = xₖ₊₁ − xₖ, the affine combination of x₁ … x_K whose residual Σ cₖuₖ is least: solve UᵀU z = 1, c = z/Σz.
/// Where features are correlated, coordinate descent creeps along a few slow directions, and this jumps along them.
/// Source: Q. Bertrand, M. Massias, "Anderson Acceleration of Coordinate Descent", AISTATS 2021, algorithm 1.
/// </remarks>
/// <param name="size">Numbers in a member of the sequence.</param>
internal sealed class AndersonExtrapolation(int size)
{
    /// <summary>K, as in the paper.</summary>
    private const int Depth = 5;

    private const double Regularization = 1e-12;

    private readonly double[][] members = [.. Enumerable.Range(0, Depth + 1).Select(_ => new double[size])];
    private readonly double[,] gram = new double[Depth, Depth];
    private readonly double[] combination = new double[Depth];
    private int size = size;
    private int count;

    /// <summary>Begins anew with another sequence.</summary>
    /// <param name="length">Numbers in one of its members.</param>
    public void Restart(int length)
    {
        (size, count) = (length, 0);
        for (int k = 0; k < members.Length; k++)
            if (members[k].Length < length) members[k] = new double[Math.Max(length, 2 * members[k].Length)];
    }

    /// <summary>Where to write the next member; every <c>Depth + 1</c> of them make an extrapolation.</summary>
    public Span<double> Next => members[count].AsSpan(0, size);

    /// <summary>Takes the member written to <see cref="Next"/>; true once there are enough of them, and then begins anew.</summary>
    /// <param name="extrapolated">Receives the extrapolation.</param>
    public bool Push(Span<double> extrapolated)
    {
        if (++count <= Depth) return false;
        count = 0;
        double trace = 0;
        for (int r = 0; r < Depth; r++)
        {
            for (int c = 0; c <= r; c++)
            {
                double sum = 0;
                for (int i = 0; i < size; i++) sum += (members[r + 1][i] - members[r][i]) * (members[c + 1][i] - members[c][i]);
                gram[r, c] = gram[c, r] = sum;
            }

            trace += gram[r, r];
        }

        if (!(trace > 0 && double.IsFinite(trace))) return false;
        for (int r = 0; r < Depth; r++) gram[r, r] += Regularization * trace;
        if (!SolveForCombination()) return false;
        extrapolated.Clear();
        for (int k = 0; k < Depth; k++)
            for (int i = 0; i < size; i++)
                extrapolated[i] += combination[k] * members[k + 1][i];
        return true;
    }

    /// <summary>Cholesky's algorithm in place, for the right side 1, and c = z/Σz; false where the matrix is singular to rounding.</summary>
    private bool SolveForCombination()
    {
        for (int c = 0; c < Depth; c++)
        {
            for (int k = 0; k < c; k++) gram[c, c] -= gram[c, k] * gram[c, k];
            if (!(gram[c, c] > 0)) return false;
            gram[c, c] = Math.Sqrt(gram[c, c]);
            for (int r = c + 1; r < Depth; r++)
            {
                for (int k = 0; k < c; k++) gram[r, c] -= gram[r, k] * gram[c, k];
                gram[r, c] /= gram[c, c];
            }
        }

        double total = 0;
        for (int r = 0; r < Depth; r++)
        {
            combination[r] = 1;
            for (int k = 0; k < r; k++) combination[r] -= gram[r, k] * combination[k];
            combination[r] /= gram[r, r];
        }

        for (int r = Depth - 1; r >= 0; r--)
        {
            for (int k = r + 1; k < Depth; k++) combination[r] -= gram[k, r] * combination[k];
            combination[r] /= gram[r, r];
            total += combination[r];
        }

        for (int k = 0; k < Depth; k++) combination[k] /= total;
        return double.IsFinite(1 / total);
    }
}
