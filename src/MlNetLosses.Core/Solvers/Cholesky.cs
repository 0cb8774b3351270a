namespace MlNetLosses.Solvers;

/// <summary>Cholesky's factorisation of a Gram matrix, G = LLᵀ, without the columns that depend on those before them.</summary>
/// <remarks>A column that is left out has a zero pivot; solutions are 0 there.</remarks>
/// <param name="size">Rows and columns of G.</param>
/// <param name="dependent">A pivot of at most this share of its diagonal entry is rounding.</param>
internal sealed class Cholesky(int size, double dependent)
{
    private readonly double[,] factor = new double[size, size];    // L, the part above the diagonal unused

    /// <summary>Whether the column was not chosen, or depends on those before it.</summary>
    public bool IsLeftOut(int column) => !(factor[column, column] > 0);

    /// <summary>Computes L, in place of the one before.</summary>
    /// <param name="matrix">G; what is above its diagonal is not read.</param>
    /// <param name="chosen">The columns to take.</param>
    public void Factorise(double[,] matrix, ReadOnlySpan<bool> chosen)
    {
        for (int c = 0; c < size; c++)
        {
            double pivot = matrix[c, c];
            for (int k = 0; k < c; k++) pivot -= factor[c, k] * factor[c, k];
            factor[c, c] = chosen[c] && pivot > dependent * matrix[c, c] ? Math.Sqrt(pivot) : 0;
            for (int r = c + 1; r < size; r++)
            {
                double value = matrix[r, c];
                for (int k = 0; k < c; k++) value -= factor[r, k] * factor[c, k];
                factor[r, c] = factor[c, c] > 0 ? value / factor[c, c] : 0;
            }
        }
    }

    /// <summary>Replaces v by the solution x of Gx = v.</summary>
    public void Solve(Span<double> right)
    {
        SolveLower(right);
        SolveUpper(right, size);
    }

    /// <summary>Replaces v by the solution x of Lx = v.</summary>
    /// <param name="right">v.</param>
    /// <param name="start">The entries before this one are known to be 0.</param>
    public void SolveLower(Span<double> right, int start = 0)
    {
        for (int r = start; r < size; r++)
        {
            for (int k = start; k < r; k++) right[r] -= factor[r, k] * right[k];
            right[r] = factor[r, r] > 0 ? right[r] / factor[r, r] : 0;
        }
    }

    /// <summary>The combination of the columns before it that comes nearest to a column: one coefficient for each of them.</summary>
    public double[] Combination(int column)
    {
        double[] coefficients = new double[column];
        for (int k = 0; k < column; k++) coefficients[k] = factor[column, k];
        SolveUpper(coefficients, column);
        return coefficients;
    }

    /// <summary>Solves Lᵀx = v for the first columns.</summary>
    private void SolveUpper(Span<double> right, int count)
    {
        for (int r = count - 1; r >= 0; r--)
        {
            for (int k = r + 1; k < count; k++) right[r] -= factor[k, r] * right[k];
            right[r] = factor[r, r] > 0 ? right[r] / factor[r, r] : 0;
        }
    }
}
