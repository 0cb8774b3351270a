using MlNetLosses.Data;
using MlNetLosses.Solvers;

namespace MlNetLosses.Inference;

/// <summary>G = Σ sᵢ (xᵢ − m)(xᵢ − m)ᵀ, factorised; m are the means where there is an intercept, otherwise 0.</summary>
internal sealed class FeatureGram
{
    /// <summary>A feature of which the others explain all but this share is a combination of them, rounded to single precision.</summary>
    private const double Dependent = 1e-10;

    /// <summary>A feature that contributes less than this share of a combination's largest part is not named.</summary>
    private const double Contributes = 1e-3;

    private const int MostNamed = 10;

    private readonly double[,] matrix;
    private readonly Cholesky factor;
    private readonly bool hasIntercept;

    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="shares">sᵢ/Σs, n values.</param>
    /// <param name="hasIntercept">Whether the model has an intercept.</param>
    public FeatureGram(FeatureMatrix features, double[] shares, bool hasIntercept)
    {
        int p = features.ColumnCount;
        this.hasIntercept = hasIntercept;
        Means = hasIntercept ? FeatureMoments.Of(features, shares).Means : new double[p];
        matrix = new double[p, p];
        double[] centred = new double[p];
        for (int i = 0; i < shares.Length; i++)
        {
            if (shares[i] == 0) continue;
            Read(features[i], centred);
            for (int r = 0; r < p; r++)
            {
                double scaled = shares[i] * centred[r];
                for (int c = 0; c <= r; c++) matrix[r, c] += scaled * centred[c];
            }
        }

        factor = new(p, Dependent);
        bool[] all = new bool[p];
        Array.Fill(all, true);
        factor.Factorise(matrix, all);
    }

    /// <summary>m, p values.</summary>
    public double[] Means { get; }

    /// <summary>x − m.</summary>
    public void Read(Row row, double[] centred)
    {
        for (int j = 0; j < centred.Length; j++) centred[j] = -Means[j];
        row.AddTo(centred, 1);
    }

    /// <summary>vᵀG⁻¹v.</summary>
    public double InverseSquaredNorm(ReadOnlySpan<double> vector) => InverseSquaredNorm([.. vector], start: 0);

    /// <summary>The diagonal of G⁻¹.</summary>
    public double[] InverseDiagonal()
    {
        double[] diagonal = new double[Means.Length];
        for (int j = 0; j < diagonal.Length; j++)
        {
            double[] unit = new double[Means.Length];
            unit[j] = 1;
            diagonal[j] = InverseSquaredNorm(unit, start: j);
        }

        return diagonal;
    }

    /// <exception cref="ArgumentException">Features depend on each other linearly.</exception>
    public void CheckIndependent(IReadOnlyList<string>? names)
    {
        int[] dependent = [.. Enumerable.Range(0, Means.Length).Where(factor.IsLeftOut)];
        if (dependent.Length == 0) return;
        string[] reasons = [.. dependent.Take(MostNamed).Select(j => Reason(j, j => names is null ? $"slot {j}" : $"'{names[j]}'"))];
        string more = dependent.Length > MostNamed ? $"; and {dependent.Length - MostNamed} more" : "";
        throw new ArgumentException($"Features must be linearly independent for their weights to have standard errors, but {string.Join("; ", reasons)}{more}. Leave out {(dependent.Length == 1 ? "this feature, or one" : "these features, or one each")} that it depends on, and train again.");
    }

    private double InverseSquaredNorm(double[] vector, int start)
    {
        factor.SolveLower(vector, start);
        double sum = 0;
        for (int k = start; k < vector.Length; k++) sum += vector[k] * vector[k];
        return sum;
    }

    private string Reason(int feature, Func<int, string> nameOf)
    {
        double[] coefficients = factor.Combination(feature);
        double[] parts = [.. coefficients.Select((coefficient, k) => Math.Abs(coefficient) * Math.Sqrt(matrix[k, k]))];
        double largest = parts.DefaultIfEmpty(0).Max();
        if (!(largest > 0)) return $"{nameOf(feature)} is {(hasIntercept ? "constant, as the intercept is" : "0 in every row")}";
        string[] others = [.. Enumerable.Range(0, feature).Where(k => parts[k] > Contributes * largest).Select(nameOf)];
        return $"{nameOf(feature)} is a combination of {string.Join(", ", others)}{(hasIntercept ? " and the intercept" : "")}";
    }
}
