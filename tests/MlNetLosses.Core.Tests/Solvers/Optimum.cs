using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Solvers;

/// <summary>The optimum of a small problem with a smooth loss, found slowly by other means than the solvers: the oracle of their tests.</summary>
/// <remarks>
/// Standardises and centres a copy of the data in double precision, gives the intercept a column of ones, and runs accelerated
/// proximal gradient descent (FISTA) with restarts until a step no longer moves anything.
/// Source: A. Beck, M. Teboulle, SIAM J. Imaging Sci. 2 (2009), 183–202; restarts: B. O'Donoghue, E. Candès, Found. Comput. Math. 15 (2015), 715–732.
/// </remarks>
internal sealed record Optimum(double Objective, double[] Weights, double Intercept)
{
    private const int MostSteps = 1_000_000;
    private const double Still = 1e-14;

    public static Optimum Of<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem)
        where TLoss : struct, ISmoothLoss
        where TPenalty : struct, IPenalty
    {
        int n = problem.Features.RowCount, p = problem.Features.ColumnCount;
        double[] shares = Shares(problem.ExampleWeights, n);
        double[][] columns = [.. Enumerable.Range(0, p).Select(j => Column(problem.Features, j))];
        double[] means = [.. columns.Select(x => Mean(x, shares))], scales = new double[p];
        for (int j = 0; j < p; j++)
        {
            double variance = columns[j].Select((x, i) => shares[i] * (x - means[j]) * (x - means[j])).Sum();
            bool constant = columns[j].Where((_, i) => shares[i] > 0).Distinct().Count() == 1;
            scales[j] = !problem.Standardize ? 1 : constant ? 0 : Math.Sqrt(variance);
            double origin = problem.FitIntercept ? means[j] : 0;
            columns[j] = [.. columns[j].Select(x => scales[j] > 0 ? (x - origin) / scales[j] : 0)];
        }

        if (problem.FitIntercept) columns = [.. columns, [.. Enumerable.Repeat(1.0, n)]];

        double Prox(double point, double step, int j)
        {
            if (j == p) return point;
            if (scales[j] == 0) return 0;
            double u = problem.Penalty.Prox(point, step * (problem.PenaltyFactors?[j] ?? 1));
            return Math.Min(Math.Max(u, scales[j] * (problem.LowerBounds?[j] ?? double.NegativeInfinity)), scales[j] * (problem.UpperBounds?[j] ?? double.PositiveInfinity));
        }

        // The largest eigenvalue of XᵀSX is at most its trace.
        double lipschitz = problem.Loss.Smoothness * columns.Sum(x => x.Select((value, i) => shares[i] * value * value).Sum());
        double[] u = Descend(problem, columns, shares, lipschitz, Prox);
        double[] z = Predict(columns, u, n);
        double objective = z.Select((prediction, i) => shares[i] * problem.Loss.Value(prediction, problem.Labels[i])).Sum()
            + Enumerable.Range(0, p).Sum(j => (problem.PenaltyFactors?[j] ?? 1) * problem.Penalty.Value(u[j]));
        double[] weights = [.. Enumerable.Range(0, p).Select(j => scales[j] > 0 ? u[j] / scales[j] : 0)];
        double intercept = problem.FitIntercept ? u[p] - weights.Select((w, j) => w * means[j]).Sum() : 0;
        return new(objective, weights, intercept);
    }

    private static double[] Descend<TLoss, TPenalty>(
        Problem<TLoss, TPenalty> problem, double[][] columns, double[] shares, double lipschitz, Func<double, double, int, double> prox)
        where TLoss : struct, ISmoothLoss
        where TPenalty : struct, IPenalty
    {
        double[] present = new double[columns.Length], point = new double[columns.Length];
        double momentum = 1;
        for (int step = 0; step < MostSteps && lipschitz > 0; step++)
        {
            double[] z = Predict(columns, point, shares.Length), next = new double[point.Length];
            double[] slopes = [.. z.Select((prediction, i) => shares[i] * problem.Loss.Derivative(prediction, problem.Labels[i]))];
            double uphill = 0, moved = 0;
            for (int j = 0; j < point.Length; j++)
            {
                double gradient = 0;
                for (int i = 0; i < slopes.Length; i++) gradient += slopes[i] * columns[j][i];
                next[j] = prox(point[j] - gradient / lipschitz, 1 / lipschitz, j);
                uphill += (point[j] - next[j]) * (next[j] - present[j]);
                moved = Math.Max(moved, Math.Abs(next[j] - point[j]) / (1 + Math.Abs(point[j])));
            }

            if (moved <= Still) return next;
            double grown = uphill > 0 ? 1 : 0.5 * (1 + Math.Sqrt(1 + 4 * momentum * momentum));
            double push = uphill > 0 ? 0 : (momentum - 1) / grown;
            for (int j = 0; j < point.Length; j++) point[j] = next[j] + push * (next[j] - present[j]);
            (present, momentum) = (next, grown);
        }

        return lipschitz > 0 ? throw new InvalidOperationException($"No optimum found in {MostSteps} steps.") : present;
    }

    private static double[] Predict(double[][] columns, double[] weights, int rows)
    {
        double[] z = new double[rows];
        for (int j = 0; j < columns.Length; j++)
            for (int i = 0; i < rows; i++)
                z[i] += columns[j][i] * weights[j];
        return z;
    }

    private static double[] Column(FeatureMatrix features, int j)
    {
        double[] column = new double[features.RowCount];
        for (int i = 0; i < column.Length; i++)
        {
            Row row = features[i];
            int at = row.IsSparse ? row.Columns.IndexOf(j) : j;
            column[i] = at < 0 ? 0 : row.Values[at];
        }

        return column;
    }

    private static double[] Shares(double[]? weights, int count) =>
        weights is null ? [.. Enumerable.Repeat(1.0 / count, count)] : [.. weights.Select(weight => weight / weights.Sum())];

    private static double Mean(double[] values, double[] shares) => values.Select((x, i) => shares[i] * x).Sum();
}
