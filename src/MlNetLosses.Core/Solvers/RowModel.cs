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
    private double[] present = [];          // H of the matrix, once that is there
    private double[] changes = [];
    private double[] next = [];             // H that is asked for
    private double mean;                    // of it
    private int changed;                    // how many rows that matters for
    private int counting;                   // how many rows have a curvature that matters
    private readonly Func<int, int, double> sum;
    private readonly Action<int, int, int> compare;

    /// <param name="rows">Sums the matrix.</param>
    /// <param name="intercept">The coordinate of the intercept.</param>
    /// <param name="reference">The curvature that violations are measured with.</param>
    public RowModel(RowGram rows, int intercept, double reference)
    {
        this.rows = rows;
        (sum, compare) = (Sum, Compare);
        gram = new(rows.Size, rows.Stride);
        descent = new(intercept, reference);
    }

    /// <inheritdoc/>
    public override void Change(double[] diagonal)
    {
        if (present.Length == 0) (present, changes) = (new double[diagonal.Length], new double[diagonal.Length]);
        next = diagonal;
        mean = rows.Blocks.Sum(sum) / diagonal.Length;
        Compare();
        if (changed == 0) return;
        if (counting < changed)         // summing them anew is less work
        {
            Array.Clear(present);
            Array.Clear(gram.Entries);
            Compare();
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

    private void Compare()
    {
        (changed, counting) = (0, 0);
        rows.Blocks.Run(compare);
    }

    private double Sum(int start, int end)
    {
        double total = 0;
        for (int i = start; i < end; i++) total += next[i];
        return total;
    }

    /// <summary>Finds the rows whose curvature changed, and counts those that have any to speak of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compare(int block, int start, int end)
    {
        int ofChanges = 0, ofAll = 0;
        for (int i = start; i < end; i++)
        {
            double curvature = next[i], change = curvature - present[i], slack = Slack * (curvature + Slack * mean);
            bool matters = Math.Abs(change) > slack;
            changes[i] = matters ? change : 0;
            if (matters) ofChanges++;
            if (curvature > slack) ofAll++;
        }

        Interlocked.Add(ref changed, ofChanges);
        Interlocked.Add(ref counting, ofAll);
    }
}
