using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>
/// Features without penalty: a dual point must be orthogonal to them, vⱼ = Σ sᵢaᵢ(xᵢⱼ − x̄ⱼ) = 0; where the weight has a bound
/// on one side, vⱼ only must not point to the other.
/// </summary>
/// <remarks>
/// Subtracts hᵢ(xᵢ − x̄)ᵀc from aᵢ, c being a weighted least-squares solution. Where 0 lies inside the domain of the dual variables, h = 1,
/// and the Gram matrix is computed once. Where 0 lies on its edge (margins, counts), h = |a|: an example that the loss is done with
/// keeps a = 0, and the others their sign once the correction is small.
/// </remarks>
internal sealed class UnpenalizedFeatures<TPenalty>
    where TPenalty : struct, IPenalty
{
    /// <summary>Beyond this many, the Gram matrix would cost more than the fit; then no certificate is known.</summary>
    public const int Most = 1024;

    /// <summary>The same where the Gram matrix is computed for every certificate.</summary>
    public const int MostWeighted = 256;

    private const double Dependent = 1e-12;

    private readonly PreparedLinearProblem<TPenalty> problem;
    private readonly bool zeroIsOnTheEdge;
    private readonly int[] features;
    private readonly int size;              // the features, and the intercept
    private readonly double[] means;
    private readonly bool[] chosen;         // those that a is made orthogonal to
    private readonly Cholesky factor;       // of the Gram matrix of the chosen
    private double[,]? gram;
    private bool[] factorised = [];         // those chosen when it was factorised

    /// <param name="problem">The problem.</param>
    /// <param name="zeroIsOnTheEdge">Whether a dual variable cannot have either sign.</param>
    public UnpenalizedFeatures(PreparedLinearProblem<TPenalty> problem, bool zeroIsOnTheEdge)
    {
        (this.problem, this.zeroIsOnTheEdge) = (problem, zeroIsOnTheEdge);
        features = [.. Enumerable.Range(0, problem.Given.ColumnCount).Where(problem.Penalty.IsUnpenalized)];
        means = features.Length > 0 && problem.FitIntercept
            ? problem.Features.IsSparse ? FeatureMoments.Of(problem.Features, problem.Shares, problem.Threads).Means : problem.Origin
            : [];
        size = features.Length + (means.Length > 0 ? 1 : 0);
        chosen = new bool[size];
        factor = new(IsTooLarge ? 0 : size, Dependent);
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => features.Length == 0;

    private bool IsTooLarge => features.Length > (zeroIsOnTheEdge ? MostWeighted : Most);

    /// <summary>Removes from <paramref name="dual"/> what must not be there; false where there are too many features.</summary>
    /// <param name="dual">a, n values, with Σ sᵢaᵢ = 0 where there is an intercept.</param>
    /// <param name="correlations">v, p values.</param>
    public bool Project(double[] dual, double[] correlations)
    {
        if (IsTooLarge) return false;
        if (gram is null || zeroIsOnTheEdge) (gram, factorised) = (Gram(dual), []);
        double[] target = [.. features.Select(j => correlations[j]), .. new double[size - features.Length]], solution = new double[size];
        Array.Clear(chosen);
        while (ChooseMore(gram, target, solution)) solution = Solve(gram, target);

        double[] x = new double[size];
        for (int i = 0; i < dual.Length; i++)
        {
            Read(i, x);
            double explained = 0;
            for (int k = 0; k < size; k++) explained += solution[k] * x[k];
            dual[i] -= Weight(dual[i]) * explained;
        }

        return true;
    }

    /// <summary>Sets to 0 what is left by rounding where it must not be.</summary>
    public void Clear(double[] correlations)
    {
        for (int k = 0; k < features.Length; k++)
            if (chosen[k] || IsOutside(k, correlations[features[k]])) correlations[features[k]] = 0;
    }

    private double Weight(double dual) => zeroIsOnTheEdge ? Math.Abs(dual) : 1;

    private bool IsOutside(int index, double correlation) => problem.Penalty.LargestFactor(features[index], correlation) == 0;

    /// <summary>Chooses the features whose vⱼ − (Gc)ⱼ is outside its domain, too; false where there are none.</summary>
    private bool ChooseMore(double[,] matrix, double[] target, double[] solution)
    {
        bool more = false;
        for (int k = 0; k < features.Length; k++)
        {
            if (chosen[k]) continue;
            double left = target[k];
            for (int c = 0; c < size; c++) left -= matrix[k, c] * solution[c];
            if (!IsOutside(k, left)) continue;
            chosen[k] = more = true;
        }

        if (size > features.Length) chosen[^1] = more || chosen[^1];
        return more;
    }

    /// <summary>Reads the features of a row, moved to their means, and a 1 for the intercept.</summary>
    private void Read(int row, double[] centred)
    {
        Row x = problem.Features[row];
        for (int k = 0; k < features.Length; k++)
        {
            int at = x.IsSparse ? x.Columns.BinarySearch(features[k]) : features[k];
            centred[k] = (at < 0 ? 0 : x.Values[at]) - (means.Length == 0 ? 0 : means[features[k]]);
        }

        if (size > features.Length) centred[^1] = 1;
    }

    private double[,] Gram(double[] dual)
    {
        double[,] matrix = new double[size, size];
        double[] x = new double[size];
        for (int i = 0; i < dual.Length; i++)
        {
            double weight = problem.Shares[i] * Weight(dual[i]);
            if (weight == 0) continue;
            Read(i, x);
            for (int r = 0; r < size; r++)
                for (int c = 0; c <= r; c++)
                    matrix[r, c] += weight * x[r] * x[c];
        }

        for (int r = 0; r < size; r++)
            for (int c = 0; c < r; c++)
                matrix[c, r] = matrix[r, c];
        return matrix;
    }

    /// <summary>Solves Gc = v for the chosen features, 0 for the others and for those that depend on the ones before them.</summary>
    private double[] Solve(double[,] matrix, double[] target)
    {
        if (!chosen.AsSpan().SequenceEqual(factorised))
        {
            factor.Factorise(matrix, chosen);
            factorised = [.. chosen];
        }

        double[] right = [.. target];
        factor.Solve(right);
        return right;
    }
}
