using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>A quadratic model of the coordinates that are asked for, over columns.</summary>
/// <remarks>
/// Sweeps touch the examples at first; a model that needs many gets its Gram matrix, after as much work as that costs, so that the
/// choice is at most twice as slow as the better one.
/// </remarks>
internal sealed class ColumnModel : QuadraticModel
{
    /// <summary>So many sweeps over examples are enough for a step.</summary>
    private const int MostSweeps = 1000;

    /// <summary>A sweep over examples reads a column for its gradient, and then changes the slopes of its rows, all over the memory.</summary>
    private const double ProductsPerEntry = 8;

    /// <summary>A step on a changing model need not be exact: it ends when the model's violation is this share of where it began.</summary>
    private const double InexactShare = 0.1;

    private readonly CentredColumns columns;
    private readonly ColumnGram gram;
    private readonly double reference;
    private readonly QuadraticDescent descent;
    private readonly double[] modelSlopes;          // s ∘ f′ of the model at w + d
    private readonly double[] lengths;              // xⱼᵀHxⱼ, NaN where not known
    private double[] curvatures = [];
    private int[] positions = [];
    private double[] before = [];
    private double[] modelGradients = [];
    private double rowWork;                         // products since H changed last

    /// <param name="columns">X, with the intercept.</param>
    /// <param name="gram">Its Gram matrix, empty.</param>
    /// <param name="reference">The curvature that violations are measured with.</param>
    public ColumnModel(CentredColumns columns, ColumnGram gram, double reference)
    {
        (this.columns, this.gram, this.reference) = (columns, gram, reference);
        descent = new(intercept: -1, reference);
        (modelSlopes, lengths) = (new double[columns.RowCount], new double[columns.Intercept + 1]);
    }

    /// <inheritdoc/>
    public override void Change(double[] diagonal)
    {
        curvatures = diagonal;
        gram.Clear();
        Array.Fill(lengths, double.NaN);
        rowWork = 0;
    }

    /// <inheritdoc/>
    public override bool Minimize<TPenalty>(
        SeparablePenalty<TPenalty> penalty, ArraySegment<int> coordinates, Span<double> values, double[] slopes, double slopeSum,
        double[] gradients, double accuracy, bool isExact)
    {
        slopes.CopyTo(modelSlopes, 0);
        double sum = slopeSum, sweepWork = 0;
        foreach (int j in coordinates) sweepWork += ProductsPerEntry * columns.EntryCount(j);
        double share = isExact ? 0 : InexactShare;
        double gramWork = coordinates.Count <= ColumnGram.Most ? gram.CostOf(coordinates) : double.PositiveInfinity;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            // An exact model is never left, and its matrix will serve again.
            if (rowWork >= gramWork || (isExact && gramWork < double.PositiveInfinity))
            {
                if (sweep > 0) columns.Correlate(coordinates, modelSlopes, sum, gradients);
                MinimizeByGram(penalty, coordinates, values, gradients, accuracy, sweep == 0 ? share : 0);
                return true;
            }

            rowWork += sweepWork;
            double violation = 0;
            for (int k = 0; k < values.Length; k++)
            {
                int j = coordinates[k];
                if (double.IsNaN(lengths[j])) lengths[j] = columns.SquaredNorm(j, curvatures);
                double length = lengths[j];
                if (length == 0) continue;
                double gradient = sweep == 0 && violation == 0 ? gradients[j] : columns.Dot(j, modelSlopes, sum);
                double value = j == columns.Intercept ? values[k] - gradient / length : penalty.Prox(j, values[k] - gradient / length, 1 / length);
                double change = value - values[k];
                if (change == 0) continue;
                values[k] = value;
                sum += columns.AddTo(j, change, curvatures, modelSlopes);
                violation = Math.Max(violation, Math.Abs(change) * Math.Sqrt(length * reference));
            }

            if (sweep == 0) accuracy = Math.Max(accuracy, share * violation);
            if (violation <= accuracy) return false;
        }

        return false;
    }

    private void MinimizeByGram<TPenalty>(
        SeparablePenalty<TPenalty> penalty, ArraySegment<int> coordinates, Span<double> values, double[] gradients, double accuracy, double share)
        where TPenalty : struct, IPenalty
    {
        bool hasIntercept = coordinates.Count > 0 && coordinates[^1] == columns.Intercept;
        ArraySegment<int> moving = hasIntercept ? coordinates[..^1] : coordinates;
        if (positions.Length < moving.Count) (positions, before) = (new int[2 * moving.Count], new double[2 * moving.Count]);
        Span<int> at = positions.AsSpan(0, moving.Count);
        gram.Include(moving, curvatures, hasIntercept, at);
        if (modelGradients.Length < gram.Count) modelGradients = new double[2 * gram.Count];
        double interceptGradient = hasIntercept ? gradients[columns.Intercept] : 0;
        for (int k = 0; k < at.Length; k++)
            modelGradients[at[k]] = gradients[moving[k]] - (hasIntercept ? interceptGradient * gram.Sum(at[k]) / gram.Weight : 0);
        values[..at.Length].CopyTo(before);
        descent.Minimize(penalty, gram, moving, at, values[..moving.Count], modelGradients.AsSpan(0, gram.Count), accuracy, share);
        for (int k = 0; k < at.Length; k++) gradients[moving[k]] = modelGradients[at[k]];
        if (!hasIntercept) return;
        for (int k = 0; k < at.Length; k++) interceptGradient += gram.Sum(at[k]) * (values[k] - before[k]);
        gradients[columns.Intercept] = 0;
        values[^1] -= interceptGradient / gram.Weight;
    }
}
