using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Features without penalty (and without bounds, at least on one side): a dual point must be orthogonal to them, Σ sᵢaᵢ(xᵢⱼ − x̄ⱼ) = 0.</summary>
/// <remarks>The weighted least-squares projection removes from a what these features explain; the Gram matrix is factorised once.</remarks>
internal sealed class UnpenalizedFeatures<TPenalty>
    where TPenalty : struct, IPenalty
{
    /// <summary>Beyond this many, the Gram matrix would cost more than the fit; then no certificate is known.</summary>
    public const int Most = 1024;

    private const double Dependent = 1e-12;

    private readonly PreparedLinearProblem<TPenalty> problem;
    private readonly int[] features;
    private readonly double[] means;
    private double[,]? factor;

    public UnpenalizedFeatures(PreparedLinearProblem<TPenalty> problem)
    {
        this.problem = problem;
        features = [.. Enumerable.Range(0, problem.Features.ColumnCount).Where(problem.Penalty.IsUnpenalized)];
        means = features.Length > 0 && problem.FitIntercept
            ? problem.Origin.Length > 0 ? problem.Origin : FeatureMoments.Of(problem.Features, problem.Shares).Means
            : [];
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => features.Length == 0;

    /// <summary>Removes from <paramref name="dual"/> what the unpenalised features explain; false where there are too many.</summary>
    /// <param name="dual">a, n values, with Σ sᵢaᵢ = 0 where there is an intercept.</param>
    /// <param name="correlations">v, p values.</param>
    public bool Project(double[] dual, double[] correlations)
    {
        if (features.Length > Most) return false;
        double[,] cholesky = factor ??= Factorise();
        double[] solution = Solve(cholesky, [.. features.Select(j => correlations[j])]);
        double[] x = new double[features.Length];
        for (int i = 0; i < dual.Length; i++)
        {
            Read(i, x);
            for (int k = 0; k < x.Length; k++) dual[i] -= solution[k] * x[k];
        }

        return true;
    }

    /// <summary>Sets to 0 what is left of their correlations by rounding.</summary>
    public void Clear(double[] correlations)
    {
        foreach (int j in features) correlations[j] = 0;
    }

    private void Read(int row, double[] centred)
    {
        Row x = problem.Features[row];
        for (int k = 0; k < features.Length; k++)
        {
            int at = x.IsSparse ? x.Columns.BinarySearch(features[k]) : features[k];
            centred[k] = (at < 0 ? 0 : x.Values[at]) - (means.Length == 0 ? 0 : means[features[k]]);
        }
    }

    /// <summary>Cholesky factor of the Gram matrix; a column that depends on those before it gets a zero row.</summary>
    private double[,] Factorise()
    {
        int size = features.Length;
        double[,] l = new double[size, size];
        double[] x = new double[size];
        for (int i = 0; i < problem.Features.RowCount; i++)
        {
            Read(i, x);
            for (int r = 0; r < size; r++)
                for (int c = 0; c <= r; c++)
                    l[r, c] += problem.Shares[i] * x[r] * x[c];
        }

        for (int c = 0; c < size; c++)
        {
            double diagonal = l[c, c], pivot = diagonal;
            for (int k = 0; k < c; k++) pivot -= l[c, k] * l[c, k];
            l[c, c] = pivot > Dependent * diagonal ? Math.Sqrt(pivot) : 0;
            for (int r = c + 1; r < size; r++)
            {
                double value = l[r, c];
                for (int k = 0; k < c; k++) value -= l[r, k] * l[c, k];
                l[r, c] = l[c, c] > 0 ? value / l[c, c] : 0;
            }
        }

        return l;
    }

    private static double[] Solve(double[,] l, double[] right)
    {
        int size = right.Length;
        for (int r = 0; r < size; r++)
        {
            for (int k = 0; k < r; k++) right[r] -= l[r, k] * right[k];
            right[r] = l[r, r] > 0 ? right[r] / l[r, r] : 0;
        }

        for (int r = size - 1; r >= 0; r--)
        {
            for (int k = r + 1; k < size; k++) right[r] -= l[k, r] * right[k];
            right[r] = l[r, r] > 0 ? right[r] / l[r, r] : 0;
        }

        return right;
    }
}
