using System.Runtime.CompilerServices;
using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>A quadratic model of all coordinates of dense data with many examples, by their Gram matrix.</summary>
/// <remarks>
/// Once the matrix is there, a new H costs the rows whose curvature changed by more than a tenth: of Huber's loss those that cross δ, of
/// logistic ones those that the step moved far. The others keep the curvature they had. A step then aims a little beside the minimum,
/// by a tenth of its length at most, and the next begins at the exact gradient. Rows with next to no curvature are left out.
/// </remarks>
internal sealed class RowModel : QuadraticModel
{
    /// <summary>A curvature may be off by this share of itself and of the mean.</summary>
    private const double Slack = 0.1;

    /// <summary>Sweeps are cheap here, so a step goes as near to the minimum as the curvatures let it.</summary>
    private const double InexactShare = 1e-3;

    private readonly RowGram rows;
    private readonly DenseGram gram;
    private readonly QuadraticDescent descent;
    private readonly Func<int, int, double> sum;
    private readonly Action<int, int, int> compare;
    private readonly Action<int, int, int> takeAll;
    private readonly Action<int, int, int> takeChanges;
    private double[] present = [];          // H of the matrix, once that is there
    private double[] changes = [];
    private double[] next = [];             // H that is asked for
    private double mean;                    // of it
    private int changed;                    // how many rows that matters for
    private int counting;                   // how many rows have a curvature that matters

    /// <param name="rows">Sums the matrix.</param>
    /// <param name="intercept">The coordinate of the intercept.</param>
    /// <param name="reference">The curvature that violations are measured with.</param>
    public RowModel(RowGram rows, int intercept, double reference)
    {
        this.rows = rows;
        (sum, compare, takeAll, takeChanges) = (Sum, Compare, TakeAll, TakeChanges);
        gram = new(rows.Size, rows.Stride);
        descent = new(intercept, reference);
    }

    /// <inheritdoc/>
    public override void Change(double[] diagonal)
    {
        if (present.Length == 0) present = new double[diagonal.Length];
        next = diagonal;
        mean = rows.Blocks.Sum(sum) / diagonal.Length;
        (changed, counting) = (0, 0);
        rows.Blocks.Run(compare);
        if (changed == 0) return;
        if (counting <= changed)        // then the sum anew is less work
        {
            Array.Clear(gram.Entries);
            rows.Blocks.Run(takeAll);
            rows.Add(present, gram.Entries);
            return;
        }

        if (changes.Length == 0) changes = new double[diagonal.Length];
        rows.Blocks.Run(takeChanges);
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

    private double Sum(int start, int end)
    {
        double total = 0;
        for (int i = start; i < end; i++) total += next[i];
        return total;
    }

    /// <summary>How far a curvature may be off.</summary>
    private double SlackOf(double curvature) => Slack * (curvature + Slack * mean);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compare(int block, int start, int end)
    {
        int ofChanges = 0, ofAll = 0;
        for (int i = start; i < end; i++)
        {
            double slack = SlackOf(next[i]);
            if (Math.Abs(next[i] - present[i]) > slack) ofChanges++;
            if (next[i] > slack) ofAll++;
        }

        Interlocked.Add(ref changed, ofChanges);
        Interlocked.Add(ref counting, ofAll);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeAll(int block, int start, int end)
    {
        for (int i = start; i < end; i++) present[i] = next[i] > SlackOf(next[i]) ? next[i] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeChanges(int block, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            double change = next[i] - present[i];
            bool matters = Math.Abs(change) > SlackOf(next[i]);
            changes[i] = matters ? change : 0;
            if (matters) present[i] = next[i];
        }
    }
}
