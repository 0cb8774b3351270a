using System.Runtime.CompilerServices;
using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>A quadratic model of all coordinates of dense data with many examples, by their Gram matrix.</summary>
/// <remarks>
/// Once the matrix is there, a new H costs the rows whose curvature changed by more than a tenth: of Huber's loss those that cross δ, of
/// logistic ones those that the step moved far. The others keep the curvature they had. A step then aims a little beside the minimum,
/// by a tenth of its length at most, and the next begins at the exact gradient.
/// </remarks>
internal sealed class RowModel : QuadraticModel
{
    /// <summary>A curvature may be off by this share of itself and of the mean.</summary>
    private const double Slack = 0.1;

    /// <summary>Where more than this share of the rows changed, the matrix is summed anew.</summary>
    private const double MostChanges = 0.5;

    /// <summary>Sweeps are cheap here, so a step goes as near to the minimum as the curvatures let it.</summary>
    private const double InexactShare = 1e-3;

    private readonly RowGram rows;
    private readonly DenseGram gram;
    private readonly QuadraticDescent descent;
    private double[] present = [];          // H of the matrix, once that is there
    private double[] changes = [];

    /// <param name="rows">Sums the matrix.</param>
    /// <param name="intercept">The coordinate of the intercept.</param>
    /// <param name="reference">The curvature that violations are measured with.</param>
    public RowModel(RowGram rows, int intercept, double reference)
    {
        this.rows = rows;
        gram = new(rows.Size, rows.Stride);
        descent = new(intercept, reference);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Change(double[] diagonal)
    {
        bool isThere = present.Length > 0;
        if (!isThere) (present, changes) = (new double[diagonal.Length], new double[diagonal.Length]);
        double mean = 0;
        foreach (double curvature in diagonal) mean += curvature;
        mean /= diagonal.Length;
        int count = 0;
        for (int i = 0; i < diagonal.Length; i++)
        {
            double change = diagonal[i] - present[i];
            bool matters = Math.Abs(change) > Slack * (diagonal[i] + Slack * mean);
            changes[i] = matters ? change : 0;
            if (matters) count++;
        }

        if (isThere && count == 0) return;
        if (!isThere || count > MostChanges * diagonal.Length)
        {
            Array.Clear(gram.Entries);
            diagonal.CopyTo(present, 0);
            rows.Add(present, gram.Entries);
            return;
        }

        for (int i = 0; i < changes.Length; i++)
            if (changes[i] != 0) present[i] = diagonal[i];
        rows.Add(changes, gram.Entries);
    }

    /// <inheritdoc/>
    public override bool Minimize<TPenalty>(
        SeparablePenalty<TPenalty> penalty, ArraySegment<int> coordinates, Span<double> values, double[] slopes, double slopeSum,
        double[] gradients, double accuracy, bool isExact)
    {
        descent.Minimize(penalty, gram, coordinates, coordinates, values, gradients, accuracy, isExact ? 0 : InexactShare);
        return true;
    }
}
